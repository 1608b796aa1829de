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
    public void There_are_no_warnings_without_a_problem() => Assert.Empty(Warnings(Split(200), [3, 2], [3, 2]));

    [Fact]
    public void An_overfitted_model_gets_a_warning()
    {
        string warning = Assert.Single(Warnings(Split(200), [3, 2, 1], [3, 2, 2.5]));
        Assert.Contains("those of epoch 3 (lowest training loss), where the dev loss is 2.500", warning);
        Assert.Contains("the lowest dev loss is 2.000 in epoch 2", warning);
        Assert.Empty(Warnings(Split(200), [3, 2, 1], [3, 2, 2.01]));
        Assert.Empty(Warnings(Split(200), [3, 2, 1], [3, 2, 2.5], SelectionMetric.DevLoss));
    }

    [Fact]
    public void Few_sprites_get_a_warning() => Assert.Contains("may be 0.100 nats higher or lower", Assert.Single(Warnings(Split(99), [2], [2])));

    [Fact]
    public void An_accuracy_below_that_of_blank_pictures_gets_a_warning() =>
        Assert.Contains("is 50.0 %, less than the 60.0 % of completions that are all background", Assert.Single(Warnings(Split(200, accuracy: 0.5, white: 0.6), [2], [2])));

    [Fact]
    public void Blank_completions_get_a_warning() =>
        Assert.Contains("(completed greedily) are 90 % background, the true pictures 60 %", Assert.Single(Warnings(Split(200, background: 0.9), [2], [2])));

    [Fact]
    public void Test_pictures_in_the_train_split_get_a_warning() =>
        Assert.Contains("25.0 % of the true pictures of test are also in train", Assert.Single(Warnings(Split(200, copies: 0.25), [2], [2])));

    [Fact]
    public void An_evaluation_of_the_train_split_gets_a_warning() =>
        Assert.Contains("trained on the train split", Assert.Single(Warnings(Split(200) with { Split = "train" }, [2], [2])));

    [Fact]
    public void Unfinished_training_and_other_data_get_a_warning()
    {
        Assert.Contains("1 of 2 epochs", Assert.Single(Warnings(Split(200), [2], [2], epochs: 2)));
        EvaluationReport other = Report(Split(200)) with { Dataset = Data with { Checksum = "other" } };
        Assert.Contains("trained on other data", Assert.Single(EvaluationWarnings.Find(other, History([2], [2]))));
    }

    [Fact]
    public void Skipped_bad_steps_get_a_warning()
    {
        RunHistory history = History([3, 2], [3, 2]);
        string warning = Assert.Single(EvaluationWarnings.Find(Report(Split(200)), history with { Epochs = [.. history.Epochs.Select(e => e with { SkippedSteps = 2 })] }));
        Assert.StartsWith("4 bad steps were skipped", warning);
    }

    [Fact]
    public void A_model_without_a_run_gets_no_warning_about_training() => Assert.Empty(EvaluationWarnings.Find(Report(Split(200)), new RunHistory(null, [])));

    private static IReadOnlyList<string> Warnings(SplitEvaluation split, double[] losses, double[] devLosses, SelectionMetric bestMetric = SelectionMetric.Loss, int? epochs = null) =>
        EvaluationWarnings.Find(Report(split), History(losses, devLosses, bestMetric, epochs));

    private static EvaluationReport Report(SplitEvaluation split) => new() { Dataset = Data, PromptFraction = 0.6, Splits = [split] };

    private static RunHistory History(double[] losses, double[] devLosses, SelectionMetric bestMetric = SelectionMetric.Loss, int? epochs = null)
    {
        var record = new TrainingRecord
        {
            Recipe = new TrainingRecipe { Epochs = epochs ?? losses.Length, BestMetric = bestMetric },
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

    private static SplitEvaluation Split(int sprites, double accuracy = 0.7, double white = 0.6, double background = 0.6, double copies = 0) => new()
    {
        Split = SpriteDataset.Test,
        Sprites = sprites,
        Accuracy = accuracy,
        Nll = 1,
        NllCompleted = 1,
        NllCompletedStandardError = 0.05,
        BitsPerPixel = 1,
        Completions = [Evaluation("greedy", "completed greedily", accuracy, background)],
        Baselines = [Evaluation("white", "white", white, 1), Evaluation("truth", "true pictures", 1, 0.6, copies)],
    };

    private static CompletionEvaluation Evaluation(string name, string description, double accuracy, double background, double copies = 0) => new()
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
