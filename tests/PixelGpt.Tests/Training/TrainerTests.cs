using PixelGpt.Data;
using PixelGpt.Models;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Training;

namespace PixelGpt.Tests.Training;

public class TrainerTests
{
    private static readonly TrainingRecipe Recipe = new() { Epochs = 3, BatchSize = 6, Seed = 2 };

    [Theory]
    [InlineData("gpt2")]
    [InlineData("pixelgpt")]
    public void The_result_does_not_depend_on_the_number_of_threads(string family)
    {
        float[] one = Train(Recipe, 1, family: family);
        Assert.Equal(one, Train(Recipe, 2, family: family));
        Assert.Equal(one, Train(Recipe, 3, family: family));
    }

    [Theory]
    [InlineData("gpt2")]
    [InlineData("qwen3")]
    [InlineData("pixelgpt")]
    public void A_step_allocates_nothing(string family)
    {
        Transformer model = TinyModels.Family(family, dropout: family is "gpt2" or "pixelgpt" ? 0.1 : 0);
        using var trainer = new Trainer(model, TinyModels.Dataset()["train"], Recipe with { Epochs = 4, BatchSize = 2 }, threads: 1);
        long before = 0, most = 0;
        var listener = new Listener
        {
            OnStep = () =>
            {
                long now = GC.GetAllocatedBytesForCurrentThread();
                if (trainer.State.Epoch > 0 && trainer.State.BatchInEpoch > 1) most = Math.Max(most, now - before);
                before = GC.GetAllocatedBytesForCurrentThread();
            },
        };
        Assert.True(trainer.Run(() => null, listener));
        Assert.Equal(0, most);
    }

    [Fact]
    public void Clipping_schedule_and_seed_change_the_result()
    {
        float[] plain = Train(Recipe, 2);
        Assert.NotEqual(plain, Train(Recipe with { MaxGradNorm = 0.1 }, 2));
        Assert.NotEqual(plain, Train(Recipe with { LrSchedulerType = LearningRateScheduleType.Cosine, WarmupSteps = 2 }, 2));
        Assert.NotEqual(plain, Train(Recipe with { Seed = 3 }, 2));
    }

    [Fact]
    public void The_training_loss_falls()
    {
        var listener = new Listener();
        Train(Recipe with { Epochs = 60, LearningRate = 1e-2 }, 2, listener);
        Assert.InRange(listener.Epochs[0].Loss, 1.5, 2.6);
        Assert.InRange(listener.Epochs[^1].Loss, 0, 0.7);
    }

    [Theory]
    [InlineData("gpt2")]
    [InlineData("pixelgpt")]
    public void A_resumed_run_is_bit_identical_to_an_uninterrupted_run(string family)
    {
        float[] whole = Train(Recipe, 1, family: family);
        for (int stopAfter = 1; stopAfter <= 11; stopAfter += 5)
        {
            using var source = new CancellationTokenSource();
            int steps = 0;
            using Trainer first = Create(Recipe, 2, family);
            Assert.False(first.Run(() => null, new Listener { OnStep = () => { if (++steps == stopAfter) source.Cancel(); } }, source.Token));
            Assert.True(first.Run(() => null, new Listener()));
            Assert.Equal(whole, first.Model.Parameters.Values.ToArray());
        }
    }

    [Fact]
    public void Schedules_match_transformers()
    {
        TrainingRecipe cosine = new() { LearningRate = 0.5, LrSchedulerType = LearningRateScheduleType.Cosine, WarmupSteps = 10 };
        Assert.Equal(0, LearningRateSchedule.At(cosine, 0, 110));
        Assert.Equal(0.25, LearningRateSchedule.At(cosine, 5, 110), 12);
        Assert.Equal(0.5, LearningRateSchedule.At(cosine, 10, 110), 12);
        Assert.Equal(0.25, LearningRateSchedule.At(cosine, 60, 110), 12);
        Assert.Equal(0, LearningRateSchedule.At(cosine, 110, 110), 12);
        Assert.Equal(0.5, LearningRateSchedule.At(new TrainingRecipe { LearningRate = 0.5 }, 77, 110), 12);
    }

    [Fact]
    public void An_invalid_recipe_is_refused_and_the_value_is_named()
    {
        void Refuses(string name, TrainingRecipe recipe) => Assert.StartsWith(name, Assert.Throws<InputException>(recipe.Validate).Message);
        Refuses("epochs", new TrainingRecipe { Epochs = 0 });
        Refuses("batch_size", new TrainingRecipe { BatchSize = -1 });
        Refuses("learning_rate", new TrainingRecipe { LearningRate = double.NaN });
        Refuses("weight_decay", new TrainingRecipe { WeightDecay = -0.1 });
        Refuses("adam_beta1", new TrainingRecipe { AdamBeta1 = 1 });
        Refuses("prompt_fraction", new TrainingRecipe { PromptFraction = 1 });
    }

    [Fact]
    public void A_loss_that_is_not_finite_stops_training()
    {
        using Trainer trainer = Create(Recipe with { LearningRate = 1e30, Epochs = 20 }, 1);
        Assert.Contains("lower learning rate", Assert.Throws<FailureException>(() => trainer.Run(() => null, new Listener())).Message);
    }

    [Fact]
    public void Only_complete_sprites_are_accepted()
    {
        using var folder = new TemporaryFolder();
        Sprite partial = new(TinyModels.Width, TinyModels.Height, [1, 2, 3]);
        Assert.Contains("3 known pixels of 30", Assert.Throws<InputException>(() => new Trainer(TinyModels.Gpt2(), [partial], Recipe, 1)).Message);
        Assert.Contains("empty", Assert.Throws<InputException>(() => new Trainer(TinyModels.Gpt2(), [], Recipe, 1)).Message);
    }

    private static Trainer Create(TrainingRecipe recipe, int threads, string family = "gpt2")
    {
        Transformer model = TinyModels.Config(family).Build(palette: TinyModels.Palette());
        model.Parameters.Initialize(1);
        model.Pack();
        return new Trainer(model, TinyModels.Dataset()[SpriteDataset.Train], recipe, threads);
    }

    private static float[] Train(TrainingRecipe recipe, int threads, Listener? listener = null, string family = "gpt2")
    {
        using Trainer trainer = Create(recipe, threads, family);
        Assert.True(trainer.Run(() => null, listener ?? new Listener()));
        return trainer.Model.Parameters.Values.ToArray();
    }

    private sealed class Listener : ITrainingListener
    {
        public List<EpochMetrics> Epochs { get; } = [];

        public Action OnStep { get; init; } = () => { };

        public void StepDone(in StepReport report) => OnStep();

        public void EpochDone(EpochMetrics metrics, bool isBest) => Epochs.Add(metrics);
    }
}
