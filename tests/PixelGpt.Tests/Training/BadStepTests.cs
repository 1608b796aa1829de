using PixelGpt.Models;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Training;

namespace PixelGpt.Tests.Training;

public sealed class BadStepTests
{
    [Fact]
    public void A_skipped_step_leaves_weights_and_moments_as_they_were()
    {
        Transformer poisoned = Poisoned(out float original, out int index);
        using var trainer = new Trainer(poisoned, TinyModels.Dataset()["train"], Recipe with { SkipBadSteps = true }, 2);
        float[] before = poisoned.Parameters.Values.ToArray();
        var skipped = new List<BadStep>();
        bool healed = false;
        var listener = new Listener(skipped, () =>
        {
            if (healed) return;
            Assert.Equal(before, poisoned.Parameters.Values.ToArray());
            Assert.All(trainer.Optimizer.ExpAvg.Span.ToArray(), value => Assert.Equal(0, value));
            poisoned.Parameters.Values[index] = original;
            poisoned.Pack();
            healed = true;
        });
        Assert.True(trainer.Run(() => null, listener));
        Assert.Equal(1, Assert.Single(skipped).Step);
        Assert.True(float.IsNaN(skipped[0].Gradient));
        Assert.Equal(1, trainer.State.SkippedSteps);
        Assert.Equal([1, 0], listener.SkippedAnEpoch);
        Assert.All(listener.Losses, loss => Assert.True(double.IsFinite(loss)));
    }

    [Fact]
    public void Without_skipping_it_ends_before_the_weights_are_touched()
    {
        Transformer poisoned = Poisoned(out _, out _);
        using var trainer = new Trainer(poisoned, TinyModels.Dataset()["train"], Recipe, 1);
        float[] before = poisoned.Parameters.Values.ToArray();
        string message = Assert.Throws<FailureException>(() => trainer.Run(() => null, new Listener([], () => { }))).Message;
        Assert.StartsWith("step 1 (epoch 1, batch 1: sprites ", message);
        Assert.Contains("loss NaN, largest gradient NaN in ", message);
        Assert.Equal(before, poisoned.Parameters.Values.ToArray());
    }

    [Fact]
    public void The_largest_gradient_is_named_with_its_parameter()
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

    /// <summary>A model with a NaN among its weights.</summary>
    private static Transformer Poisoned(out float original, out int index)
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
        public List<int> SkippedAnEpoch { get; } = [];

        public List<double> Losses { get; } = [];

        public void StepDone(in StepReport report) => onStep();

        public void StepSkipped(BadStep bad) => skipped.Add(bad);

        public void EpochDone(EpochMetrics metrics, bool isBest)
        {
            SkippedAnEpoch.Add(metrics.SkippedSteps);
            Losses.Add(metrics.Loss);
        }
    }
}
