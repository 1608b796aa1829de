using PixelGpt.Data;
using PixelGpt.Gpu.Tests.Infrastructure;
using PixelGpt.Models;
using PixelGpt.Models.Embeddings;
using PixelGpt.Numerics;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Training;
using PixelGpt.Training.Distillation;

namespace PixelGpt.Gpu.Tests.Training;

/// <summary>Training with a <see cref="Trainer"/> on a device, compared with the processor.</summary>
[Collection(EmulatedDevice.Collection)]
public class DeviceTrainingTests(EmulatedDevice device)
{
    private static readonly TrainingRecipe Recipe = new() { Epochs = 2, BatchSize = 3, Seed = 2, LearningRate = 3e-3, AdamEpsilon = 1e-3 };

    public static TheoryData<string, TrainingRecipe> Recipes => new()
    {
        { "gpt2", Recipe with { Ema = 0.9, MaxGradNorm = 0.5, LrSchedulerType = LearningRateScheduleType.Cosine, WarmupSteps = 2, BestMetric = SelectionMetric.DevLoss, Patience = 1 } },
        { "pixelgpt", Recipe with { Optimizer = OptimizerType.Muon, DecayMatricesOnly = true, Flip = true, MaxShift = 1, Recolor = true } },
        { "pixelgpt-any", Recipe with { MaskFraction = 0.7, Rotate = true, Recolor = true, Ema = 0.5 } },
    };

    private static Sprite[] Sprites => [.. TinyModels.Dataset()[SpriteDataset.Train].Take(7)];

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Losses_scores_and_weights_follow_those_of_the_processor(string family, TrainingRecipe recipe)
    {
        (EpochMetrics[] Epochs, TrainingState State, float[] Weights) expected = Train(family, recipe, null), actual = Train(family, recipe, device.Device), again = Train(family, recipe, device.Device);
        Assert.Equal(expected.Epochs.Length, actual.Epochs.Length);
        for (int i = 0; i < expected.Epochs.Length; i++)
        {
            Assert.Equal(expected.Epochs[i].Loss, actual.Epochs[i].Loss, 1e-3);
            Assert.Equal(expected.Epochs[i].DevLoss!.Value, actual.Epochs[i].DevLoss!.Value, 1e-3);
            Assert.Equal(expected.Epochs[i].GradNorm!.Value, actual.Epochs[i].GradNorm!.Value, 0.01 * expected.Epochs[i].GradNorm!.Value);
        }

        Assert.Equal(expected.State.Step, actual.State.Step);
        EmulatedDevice.AssertClose(expected.Weights, actual.Weights, 1e-3f);
        Assert.Equal(actual.Weights, again.Weights);
    }

    [Fact]
    public void A_bad_step_is_reported_as_on_the_processor_and_leaves_the_weights()
    {
        string expected = Fail(null, out float[] before), actual = Fail(device.Device, out float[] after);
        Assert.Equal(expected, actual);
        Assert.Equal(before, after);
        Assert.Contains("all other steps of the epoch were bad too", actual, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_steps_are_skipped_as_on_the_processor()
    {
        (long[] Bad, float[] Weights) expected = Skip(null), actual = Skip(device.Device);
        Assert.InRange(expected.Bad.Length, 1, Sprites.Length - 1);
        Assert.Equal(expected.Bad, actual.Bad);
        EmulatedDevice.AssertClose(expected.Weights, actual.Weights, 1e-3f);
    }

    [Fact]
    public void What_only_the_processor_computes_is_refused()
    {
        Transformer model = TinyModels.Family("gpt2");
        Assert.Equal(
            "distillation is computed on the processor only; use the device cpu",
            Refuse(() => new Trainer(model, Sprites, Recipe, 1, new Teacher(TinyModels.PixelModel(), 0.5), device: device.Device)));
        Assert.Equal(
            "the loss squares of a program is computed on the processor only; use the device cpu",
            Refuse(() => new Trainer(model, Sprites, Recipe, device.Device, 1, new TrainingExtensions { Loss = new Squares() })));
        Transformer composed = Composed();
        const string Message = "a model with blocks of a program cannot be computed on a graphics processor; use the device cpu";
        Assert.Equal(Message, Refuse(() => new Trainer(composed, Sprites, Recipe, device.Device, 1, null)));
        Assert.Equal(Message, Refuse(() => device.Device.Load([composed], new LoadedModelSize(1, 1, 10))));
    }

    private static string Refuse(Func<IDisposable> create) => Assert.Throws<InputException>(() => create().Dispose()).Message;

    private static (EpochMetrics[] Epochs, TrainingState State, float[] Weights) Train(string family, TrainingRecipe recipe, ComputeDevice? device)
    {
        Transformer model = TinyModels.Family(family, dropout: 0.1);
        using var trainer = new Trainer(model, Sprites, recipe, device, 1, null);
        var listener = new Listener();
        int scores = 0;
        Assert.True(trainer.Run(
            () =>
            {
                // The model has the averages of the epoch in the memory of the process.
                Activations activations = model.CreateActivations(30, training: false);
                return new DevScores(SequenceLoss.Evaluate(model, Sprites[0].Pixels, activations, PictureContext.Of(Sprites[0])).ToArray().Average(), ++scores);
            },
            listener));
        return ([.. listener.Epochs], trainer.State, model.Parameters.Values.ToArray());
    }

    private static string Fail(ComputeDevice? device, out float[] weights)
    {
        Transformer model = TinyModels.Family("gpt2");
        model.Parameters.Values[model.Parameters.All[0].Offset] = float.NaN;
        model.Pack();
        using var trainer = new Trainer(model, Sprites, Recipe with { SkipBadSteps = true }, device, 1, null);
        string message = Assert.Throws<DivergenceException>(() => trainer.Run(() => null, new Listener())).Message;
        weights = [.. model.Parameters.Values.ToArray().Where(float.IsFinite)];
        return message;
    }

    /// <summary>Trains a model for which pictures with one of the colours are bad, one picture per step.</summary>
    private static (long[] Bad, float[] Weights) Skip(ComputeDevice? device)
    {
        Transformer model = TinyModels.Family("llama");
        EmbeddingTable tokens = model.Input.Tables.First();
        tokens.Rows.In(model.Parameters.Values).Slice(5 * tokens.Rows.Shape[1], tokens.Rows.Shape[1]).Fill(float.NaN);
        model.Pack();
        using var trainer = new Trainer(model, Sprites, Recipe with { SkipBadSteps = true, BatchSize = 1, Epochs = 1 }, device, 1, null);
        var listener = new Listener();
        Assert.True(trainer.Run(() => null, listener));
        return ([.. listener.Bad], [.. model.Parameters.Values.ToArray().Where(float.IsFinite)]);
    }

    private static Transformer Composed()
    {
        TransformerDescription description = TinyModels.Family("gpt2").Description;
        var model = new Transformer(description with { Block = (block, x) => x + block.Attention(block.Norm("norm", x)), Names = description.Names with { Block = "block.{0}" } }, new ReferenceKernels(), TinyModels.Palette());
        model.Parameters.Initialize(1);
        model.Pack();
        return model;
    }

    private sealed class Listener : ITrainingListener
    {
        public List<EpochMetrics> Epochs { get; } = [];

        public List<long> Bad { get; } = [];

        public void StepDone(in StepReport report)
        {
        }

        public void StepSkipped(BadStep bad) => Bad.Add(bad.Step);

        public void EpochDone(EpochMetrics metrics, bool isBest) => Epochs.Add(metrics);
    }

    private sealed class Squares : IPixelLoss
    {
        public string Name => "squares";

        public double Compute(ReadOnlySpan<float> logits, PixelTarget target, Span<float> gradient) => throw new NotSupportedException();
    }
}
