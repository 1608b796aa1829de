using PixelGpt.Data;
using PixelGpt.Models;
using PixelGpt.Processes;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Training;

namespace PixelGpt.Tests.Training;

public class TrainerTests
{
    private static readonly TrainingRecipe Recipe = new() { Epochs = 3, BatchSize = 6, Seed = 2 };

    [Theory]
    [InlineData("gpt2", OptimizerType.AdamW)]
    [InlineData("gpt2", OptimizerType.Muon)]
    [InlineData("qwen3", OptimizerType.Muon)]
    [InlineData("pixelgpt", OptimizerType.AdamW)]
    [InlineData("pixelgpt", OptimizerType.Muon)]
    [InlineData("pixelgpt-value-residual", OptimizerType.AdamW)]
    public void The_result_does_not_depend_on_the_number_of_threads(string family, OptimizerType optimizer)
    {
        TrainingRecipe recipe = Recipe with { Optimizer = optimizer };
        float[] one = Train(recipe, 1, family: family);
        Assert.Equal(one, Train(recipe, 2, family: family));
        Assert.Equal(one, Train(recipe, 3, family: family));
    }

    [Theory]
    [InlineData("gpt2", OptimizerType.AdamW)]
    [InlineData("llama", OptimizerType.AdamW)]
    [InlineData("mistral", OptimizerType.AdamW)]
    [InlineData("qwen2", OptimizerType.AdamW)]
    [InlineData("qwen3", OptimizerType.Muon)]
    [InlineData("pixelgpt", OptimizerType.Muon)]
    public void The_result_does_not_depend_on_the_number_of_processes(string family, OptimizerType optimizer)
    {
        TrainingRecipe recipe = Recipe with { Optimizer = optimizer, Ema = 0.9 };
        float[] one = Train(recipe, 1, family: family);
        foreach (int processes in (int[])[2, 3, 7])
        {
            foreach (float[] weights in ThreadGroup.Run(processes, group => Train(recipe, 1, family: family, group: group))) Assert.Equal(one, weights);
        }
    }

    [Fact]
    public void A_request_in_one_process_stops_all_after_the_same_step()
    {
        long[] steps = ThreadGroup.Run(3, group =>
        {
            using Trainer trainer = Create(Recipe, 1, group: group);
            using var stop = new CancellationTokenSource();
            var listener = new Listener { OnStep = () => { if (group.Rank == 1 && trainer.State.Step == 5) stop.Cancel(); } };
            Assert.False(trainer.Run(() => null, listener, stop.Token));
            return trainer.State.Step;
        });
        Assert.All(steps, step => Assert.Equal(5, step));
    }

    [Fact]
    public void Averages_and_decay_of_matrices_do_not_depend_on_the_number_of_threads()
    {
        TrainingRecipe recipe = Recipe with { Ema = 0.9, DecayMatricesOnly = true, LrSchedulerType = LearningRateScheduleType.Cosine, MinLrRatio = 0.1 };
        (float[] Trained, float[] Average) one = Run(1), three = Run(3);
        Assert.Equal(one.Trained, three.Trained);
        Assert.Equal(one.Average, three.Average);

        (float[] Trained, float[] Average) Run(int threads)
        {
            using Trainer trainer = Create(recipe, threads);
            Assert.True(trainer.Run(() => null, new Listener()));
            return (trainer.Model.Parameters.Values.ToArray(), trainer.Optimizer.Average!.Average.ToArray());
        }
    }

    [Fact]
    public void The_average_follows_its_definition_and_does_not_change_training()
    {
        using Trainer trainer = Create(Recipe with { Ema = 0.5 }, 1);
        double[]? expected = null;
        int updates = 0;
        float[] averageInEvent = [];
        var listener = new Listener
        {
            OnStep = () =>
            {
                double decay = expected is null ? 0 : Math.Min(0.5, (1.0 + updates) / (10 + updates));
                float[] weights = trainer.Model.Parameters.Values.ToArray();
                expected = [.. weights.Select((w, i) => ((expected?[i] ?? 0) * decay) + (w * (1 - decay)))];
                updates++;
            },
            OnEpoch = () => averageInEvent = trainer.Model.Parameters.Values.ToArray(),
        };
        float[] scored = [];
        Assert.True(trainer.Run(
            () =>
            {
                scored = trainer.Model.Parameters.Values.ToArray();
                return null;
            },
            listener));
        Assert.Equal(12, updates);
        for (int i = 0; i < scored.Length; i++) Assert.Equal(expected![i], scored[i], 1e-6);
        Assert.Equal(scored, averageInEvent);
        Assert.Equal(scored, trainer.Optimizer.Average!.Average.ToArray());
        Assert.Equal(Train(Recipe, 1), trainer.Model.Parameters.Values.ToArray());
    }

    [Fact]
    public void Norms_and_biases_can_be_left_out_of_weight_decay()
    {
        // With a tiny learning rate a first step changes each weight by the learning rate, and by the decay.
        TrainingRecipe recipe = Recipe with { Epochs = 1, BatchSize = 21, LearningRate = 1e-6, WeightDecay = 1e5 };
        using Trainer all = Create(recipe, 1), matrices = Create(recipe with { DecayMatricesOnly = true }, 1), none = Create(recipe with { WeightDecay = 0 }, 1);
        foreach (Trainer trainer in (Trainer[])[all, matrices, none]) Assert.True(trainer.Run(() => null, new Listener()));
        foreach (Parameter parameter in all.Model.Parameters.All)
        {
            Trainer expected = parameter.Shape.Length >= 2 ? all : none;
            Assert.Equal(expected.Model.Parameters[parameter].ToArray(), matrices.Model.Parameters[parameter].ToArray());
        }

        Assert.NotEqual(all.Model.Parameters.Values.ToArray(), matrices.Model.Parameters.Values.ToArray());
    }

    [Theory]
    [InlineData("gpt2", 0, false, OptimizerType.AdamW)]
    [InlineData("gpt2", 0.99, true, OptimizerType.AdamW)]
    [InlineData("gpt2", 0.99, false, OptimizerType.Muon)]
    [InlineData("qwen3", 0, false, OptimizerType.AdamW)]
    [InlineData("pixelgpt", 0, false, OptimizerType.AdamW)]
    [InlineData("pixelgpt-value-residual", 0, true, OptimizerType.Muon)]
    public void A_step_allocates_nothing(string family, double ema, bool decayMatricesOnly, OptimizerType optimizer)
    {
        Transformer model = TinyModels.Family(family, dropout: family == "qwen3" ? 0 : 0.1);
        using var trainer = new Trainer(model, TinyModels.Dataset()["train"], Recipe with { Epochs = 4, BatchSize = 2, Ema = ema, DecayMatricesOnly = decayMatricesOnly, Optimizer = optimizer }, threads: 1);
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

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_stopped_model_has_the_colors_of_its_palette(int steps)
    {
        using var source = new CancellationTokenSource();
        int done = 0;
        using Trainer trainer = Create(Recipe with { Recolor = true }, 1, "pixelgpt");
        Assert.False(trainer.Run(() => null, new Listener { OnStep = () => { if (++done == steps) source.Cancel(); } }, source.Token));
        Transformer fresh = TinyModels.Config("pixelgpt").Build(palette: TinyModels.Palette());
        trainer.Model.Parameters.Values.CopyTo(fresh.Parameters.Values);
        fresh.Pack();
        Assert.Equal(Surprisals(fresh), Surprisals(trainer.Model));

        static float[] Surprisals(Transformer model)
        {
            Sprite sprite = TinyModels.Dataset()[SpriteDataset.Dev][0];
            return new SequencePredictor([model], sprite.Pixels.Length).Surprisals(sprite.Pixels, PictureContext.Of(sprite)).ToArray();
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
        TrainingRecipe least = cosine with { MinLrRatio = 0.1 };
        Assert.Equal(0.25, LearningRateSchedule.At(least, 5, 110), 12);
        Assert.Equal(0.5, LearningRateSchedule.At(least, 10, 110), 12);
        Assert.Equal(0.275, LearningRateSchedule.At(least, 60, 110), 12);
        Assert.Equal(0.05, LearningRateSchedule.At(least, 110, 110), 12);
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
        Refuses("muon_learning_rate", new TrainingRecipe { MuonLearningRate = -1 });
        Refuses("optimizer", new TrainingRecipe { Optimizer = (OptimizerType)2 });
        Refuses("ema", new TrainingRecipe { Ema = 1 });
        Refuses("min_lr_ratio must be 0 to 1", new TrainingRecipe { MinLrRatio = 1.5, LrSchedulerType = LearningRateScheduleType.Cosine });
        Refuses("min_lr_ratio must be 0 for a constant schedule", new TrainingRecipe { MinLrRatio = 0.1 });
        Refuses("patience", new TrainingRecipe { Patience = -1 });
        Refuses("prompt_fraction", new TrainingRecipe { PromptFraction = 1 });
    }

    [Fact]
    public void A_loss_that_is_not_finite_stops_training()
    {
        using Trainer trainer = Create(Recipe with { LearningRate = 1e30, Epochs = 20 }, 1);
        Assert.Contains("lower learning rate", Assert.ThrowsAny<FailureException>(() => trainer.Run(() => null, new Listener())).Message);
    }

    [Fact]
    public void Only_complete_sprites_are_accepted()
    {
        using var folder = new TemporaryFolder();
        Sprite partial = new(TinyModels.Width, TinyModels.Height, [1, 2, 3]);
        Assert.Contains("3 known pixels of 30", Assert.Throws<InputException>(() => new Trainer(TinyModels.Gpt2(), [partial], Recipe, 1)).Message);
        Assert.Contains("empty", Assert.Throws<InputException>(() => new Trainer(TinyModels.Gpt2(), [], Recipe, 1)).Message);
    }

    private static Trainer Create(TrainingRecipe recipe, int threads, string family = "gpt2", IProcessGroup? group = null)
    {
        Transformer model = TinyModels.Config(family).Build(palette: TinyModels.Palette());
        model.Parameters.Initialize(1);
        model.Pack();
        return new Trainer(model, TinyModels.Dataset()[SpriteDataset.Train], recipe, threads, teacher: null, group: group);
    }

    private static float[] Train(TrainingRecipe recipe, int threads, Listener? listener = null, string family = "gpt2", IProcessGroup? group = null)
    {
        using Trainer trainer = Create(recipe, threads, family, group);
        Assert.True(trainer.Run(() => null, listener ?? new Listener()));
        return trainer.Model.Parameters.Values.ToArray();
    }

    [Fact]
    public void Tokens_per_second_count_the_pixels_of_sprites_of_different_sizes()
    {
        Transformer model = TinyModels.Config().Build(palette: TinyModels.Palette());
        model.Parameters.Initialize(1);
        model.Pack();
        Sprite[] sprites = [.. Enumerable.Range(0, 9).Select(i => new Sprite(2 + (i % 4), 5, [.. Enumerable.Range(0, (2 + (i % 4)) * 5).Select(p => p % 7)]))];
        using var trainer = new Trainer(model, sprites, Recipe with { Epochs = 2, BatchSize = 4 }, 2);
        var listener = new Listener();
        Assert.True(trainer.Run(() => null, listener));
        Assert.All(listener.Epochs, e => Assert.Equal(sprites.Sum(s => s.Pixels.Length - 1), e.TokensPerSecond * e.TrainSeconds, 1e-6));
        Assert.True(listener.Epochs[1].Loss < listener.Epochs[0].Loss);
    }

    [Fact]
    public void Sprites_of_different_sizes_are_trained_with_the_same_bits_on_any_number_of_threads()
    {
        float[] Run(int threads)
        {
            Transformer model = TinyModels.Config().Build(palette: TinyModels.Palette());
            model.Parameters.Initialize(1);
            model.Pack();
            Sprite[] sprites = [.. Enumerable.Range(0, 9).Select(i => new Sprite(6, 1 + (i % 5), [.. Enumerable.Range(0, 6 * (1 + (i % 5))).Select(p => (p + i) % 7)]))];
            using var trainer = new Trainer(model, sprites, Recipe with { Epochs = 2, BatchSize = 4 }, threads);
            Assert.True(trainer.Run(() => null, new Listener()));
            return trainer.Model.Parameters.Values.ToArray();
        }

        Assert.Equal(Run(1), Run(3));
    }

    private sealed class Listener : ITrainingListener
    {
        public List<EpochMetrics> Epochs { get; } = [];

        public Action OnStep { get; init; } = () => { };

        public Action OnEpoch { get; init; } = () => { };

        public void StepDone(in StepReport report) => OnStep();

        public void EpochDone(EpochMetrics metrics, bool isBest)
        {
            Epochs.Add(metrics);
            OnEpoch();
        }
    }
}
