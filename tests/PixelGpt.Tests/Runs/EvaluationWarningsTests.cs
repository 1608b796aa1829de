using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Runs;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Training;

namespace PixelGpt.Tests.Runs;

public class EvaluationWarningsTests
{
    private static readonly DataDescription Data = DataDescription.Of(TinyModels.Dataset());

    [Fact]
    public void Nothing_is_said_where_all_is_well() => Assert.Empty(Warnings(Split(200), [3, 2], [3, 2]));

    [Fact]
    public void Weights_kept_although_the_dev_loss_was_lower_before_are_told()
    {
        string warning = Assert.Single(Warnings(Split(200), [3, 2, 1], [3, 2, 2.5]));
        Assert.Contains("those of epoch 3", warning);
        Assert.Contains("2.500, is above its lowest, 2.000 of epoch 2", warning);
        Assert.Empty(Warnings(Split(200), [3, 2, 1], [3, 2, 2.01]));
        Assert.Empty(Warnings(Split(200), [3, 2, 1], [3, 2, 2.5], BestEpoch.DevLoss));
    }

    [Fact]
    public void Few_sprites_are_told() => Assert.Contains("may well be 0.100 higher or lower", Assert.Single(Warnings(Split(99), [2], [2])));

    [Fact]
    public void Accuracy_below_that_of_blank_pictures_is_told() =>
        Assert.Contains("below that of leaving the rest white, 60.0 %", Assert.Single(Warnings(Split(200, accuracy: 0.5, white: 0.6), [2], [2])));

    [Fact]
    public void Blank_drawing_is_told() =>
        Assert.Contains("drawn greedily are 90 % background behind the prompt, the true ones 60 %", Assert.Single(Warnings(Split(200, background: 0.9), [2], [2])));

    [Fact]
    public void Test_pictures_that_are_in_train_are_told() =>
        Assert.Contains("25.0 % of the true pictures of test are in train", Assert.Single(Warnings(Split(200, leak: 0.25), [2], [2])));

    [Fact]
    public void Scoring_on_what_was_learned_from_is_told() =>
        Assert.Contains("how well it remembers", Assert.Single(Warnings(Split(200) with { Split = "train" }, [2], [2])));

    [Fact]
    public void Unfinished_training_and_other_data_are_told()
    {
        Assert.Contains("1 of 2 epochs", Assert.Single(Warnings(Split(200), [2], [2], epochs: 2)));
        EvaluationReport other = Report(Split(200)) with { Dataset = Data with { Checksum = "other" } };
        Assert.Contains("not the data the model was trained on", Assert.Single(EvaluationWarnings.Find(other, History([2], [2]))));
    }

    [Fact]
    public void Bad_steps_that_were_left_out_are_told()
    {
        RunHistory history = History([3, 2], [3, 2]);
        string warning = Assert.Single(EvaluationWarnings.Find(Report(Split(200)), history with { Epochs = [.. history.Epochs.Select(e => e with { SkippedSteps = 2 })] }));
        Assert.StartsWith("4 bad steps were left out", warning);
    }

    [Fact]
    public void A_model_that_is_no_run_has_no_history_to_warn_of() => Assert.Empty(EvaluationWarnings.Find(Report(Split(200)), new RunHistory(null, [])));

    private static IReadOnlyList<string> Warnings(SplitEvaluation split, double[] losses, double[] devLosses, BestEpoch keep = BestEpoch.Loss, int? epochs = null) =>
        EvaluationWarnings.Find(Report(split), History(losses, devLosses, keep, epochs));

    private static EvaluationReport Report(SplitEvaluation split) => new() { Dataset = Data, PromptFraction = 0.6, Splits = [split] };

    private static RunHistory History(double[] losses, double[] devLosses, BestEpoch keep = BestEpoch.Loss, int? epochs = null)
    {
        var record = new TrainingRecord
        {
            Recipe = new TrainingRecipe { Epochs = epochs ?? losses.Length, BestMetric = keep },
            Data = RunFixture.Reference,
            Dataset = Data,
            Seed = 0,
            Threads = 1,
            Parameters = 1,
            Versions = RunVersions.Current,
        };
        return new RunHistory(record, [.. losses.Zip(devLosses, (loss, dev) => (loss, dev)).Select((l, i) => new EpochMetrics
        {
            Epoch = i + 1,
            Loss = l.loss,
            DevLoss = l.dev,
            TrainSeconds = 1,
            EvalSeconds = 1,
            TokensPerSecond = 1,
            LearningRate = 1,
        })]);
    }

    private static SplitEvaluation Split(int sprites, double accuracy = 0.7, double white = 0.6, double background = 0.6, double leak = 0) => new()
    {
        Split = SpriteDataset.Test,
        Sprites = sprites,
        Accuracy = accuracy,
        Nll = 1,
        NllCompleted = 1,
        NllCompletedStandardError = 0.05,
        BitsPerPixel = 1,
        Completions = [Drawing("greedy", "drawn greedily", accuracy, background)],
        Baselines = [Drawing("white", "white", white, 1), Drawing("truth", "the true pictures", 1, 0.6, leak)],
    };

    private static CompletionEvaluation Drawing(string name, string description, double accuracy, double background, double copies = 0) => new()
    {
        Name = name,
        Description = description,
        Samples = 1,
        Accuracy = accuracy,
        AccuracyStandardError = null,
        ForegroundAccuracy = null,
        BackgroundFraction = background,
        Memorization = new MemorizationScores { Copies = copies, CopiesWhole = copies, Distance = 0.5, DistanceWhole = 0.5 },
    };
}
