using PixelGpt.Models;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Training;

namespace PixelGpt.Tests.Training;

public sealed class BadStepTests
{
    [Fact]
    public void A_skipped_step_does_not_change_weights_and_moments()
    {
        Transformer model = ModelWithNaN(out float original, out int index);
        using var trainer = new Trainer(model, TinyModels.Dataset()["train"], Recipe with { SkipBadSteps = true }, 2);
        float[] before = model.Parameters.Values.ToArray();
        var skipped = new List<BadStep>();
        bool repaired = false;
        var listener = new Listener(skipped, () =>
        {
            if (repaired) return;
            Assert.Equal(before, model.Parameters.Values.ToArray());
            Assert.All(trainer.Optimizer.ExpAvg.Span.ToArray(), value => Assert.Equal(0, value));
            model.Parameters.Values[index] = original;
            model.Pack();
            repaired = true;
        });
        Assert.True(trainer.Run(() => null, listener));
        Assert.Equal(1, Assert.Single(skipped).Step);
        Assert.True(float.IsNaN(skipped[0].Gradient));
        Assert.Equal(1, trainer.State.SkippedSteps);
        Assert.Equal([1, 0], listener.SkippedPerEpoch);
        Assert.All(listener.Losses, loss => Assert.True(double.IsFinite(loss)));
    }

    [Fact]
    public void Without_skipping_training_fails_before_the_weights_change()
    {
        Transformer model = ModelWithNaN(out _, out _);
        using var trainer = new Trainer(model, TinyModels.Dataset()["train"], Recipe, 1);
        float[] before = model.Parameters.Values.ToArray();
        string message = Assert.ThrowsAny<FailureException>(() => trainer.Run(() => null, new Listener([], () => { }))).Message;
        Assert.StartsWith("bad step 1 (epoch 1, batch 1, train sprites ", message);
        Assert.Contains("loss NaN, largest gradient NaN in ", message);
        Assert.Equal(before, model.Parameters.Values.ToArray());
    }

    [Fact]
    public void The_largest_gradient_is_found_with_its_parameter()
    {
        Transformer model = TinyModels.Config().Build();
        float[] gradients = new float[model.Parameters.Extent];
        Parameter last = model.Parameters.All[^1], middle = model.Parameters.All[3];
        gradients[last.Offset] = 3;
        gradients[middle.Offset + 1] = -4;
        Assert.Equal((middle.Name, -4f), BadStep.LargestGradient(model.Parameters, gradients));
        gradients[last.Offset] = float.NegativeInfinity;
        Assert.Equal((last.Name, float.NegativeInfinity), BadStep.LargestGradient(model.Parameters, gradients));
        gradients[middle.Offset] = float.NaN;
        Assert.Equal((middle.Name, float.NaN), BadStep.LargestGradient(model.Parameters, gradients));
    }

    private static TrainingRecipe Recipe => new() { Epochs = 2, BatchSize = 6 };

    /// <summary>Creates a model with one weight that is NaN.</summary>
    private static Transformer ModelWithNaN(out float original, out int index)
    {
        Transformer model = TinyModels.Config().Build();
        model.Parameters.Initialize(1);
        index = model.Parameters.All.Single(p => p.Name.EndsWith("h.0.attn.c_proj.weight", StringComparison.Ordinal)).Offset;
        original = model.Parameters.Values[index];
        model.Parameters.Values[index] = float.NaN;
        model.Pack();
        return model;
    }

    private sealed class Listener(List<BadStep> skipped, Action onStep) : ITrainingListener
    {
        public List<int> SkippedPerEpoch { get; } = [];

        public List<double> Losses { get; } = [];

        public void StepDone(in StepReport report) => onStep();

        public void StepSkipped(BadStep bad) => skipped.Add(bad);

        public void EpochDone(EpochMetrics metrics, bool isBest)
        {
            SkippedPerEpoch.Add(metrics.SkippedSteps);
            Losses.Add(metrics.Loss);
        }
    }
}
