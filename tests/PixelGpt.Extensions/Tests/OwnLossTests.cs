using PixelGpt;
using PixelGpt.Models;
using PixelGpt.Runs;
using PixelGpt.Training;

namespace OwnIdeas.Tests;

public sealed class OwnLossTests : IDisposable
{
    private static readonly TrainingExtensions Focal = new() { Loss = new OwnLoss(2) };

    private readonly Stripes _stripes = new();

    public void Dispose() => _stripes.Dispose();

    [Fact]
    public void Its_gradient_is_that_of_its_value()
    {
        float[] logits = [0.3f, -1.2f, 2, 0.7f], gradient = new float[4], unused = new float[4];
        var target = new PixelTarget(Color: 3, X: 0, Y: 0);
        Focal.Loss!.Compute(logits, target, gradient);
        for (int color = 0; color < logits.Length; color++)
        {
            float[] above = [.. logits], below = [.. logits];
            above[color] += 1e-2f;
            below[color] -= 1e-2f;
            double difference = (Focal.Loss.Compute(above, target, unused) - Focal.Loss.Compute(below, target, unused)) / 2e-2;
            Assert.Equal(difference, gradient[color], 1e-4);
        }
    }

    /// <summary>The pixel family mixes the softmax with a pointer to earlier colours, through which the gradient must go as well.</summary>
    [Theory]
    [InlineData("gpt2", "\"n_embd\": 20, \"n_head\": 2, \"n_layer\": 2")]
    [InlineData("pixelgpt", "\"hidden_size\": 24, \"num_attention_heads\": 2, \"pointer_size\": 7")]
    [InlineData("parallel", "\"hidden_size\": 20, \"num_attention_heads\": 2")]
    public void It_trains_every_family(string family, string keys) =>
        Assert.All(GradientCheck.Run(_stripes.Config(family, keys), Stripes.Data.Palette, Stripes.Data["train"][0], Focal.Loss), d => Assert.True(d.Agrees, $"{d}"));

    /// <summary>With γ = 0 the focal loss is the cross-entropy.</summary>
    [Theory]
    [InlineData("gpt2")]
    [InlineData("pixelgpt")]
    public void Without_focus_it_is_the_cross_entropy(string family)
    {
        double own = _stripes.Train("own", Stripes.Config(family), Stripes.Recipe, new TrainingExtensions { Loss = new OwnLoss(0) })[^1].Loss;
        double builtIn = _stripes.Train("built-in", Stripes.Config(family), Stripes.Recipe)[^1].Loss;
        Assert.Equal(builtIn, own, 1e-3);
    }

    [Fact]
    public void It_decreases_and_is_resumed_with_the_same_bits()
    {
        IReadOnlyList<EpochMetrics> epochs = _stripes.Train("whole", Stripes.Config("gpt2"), Stripes.Recipe, Focal);
        _stripes.TrainInTwoParts("resumed", Stripes.Config("gpt2"), Stripes.Recipe, Focal);
        Assert.True(epochs[1].Loss < epochs[0].Loss);
        Assert.Equal(_stripes.Weights("whole"), _stripes.Weights("resumed"));
    }

    [Fact]
    public void A_run_is_resumed_with_the_same_loss_only()
    {
        _stripes.Train("run", Stripes.Config("gpt2"), Stripes.Recipe, Focal);
        var error = Assert.Throws<InputException>(() => TrainingRun.Resume(_stripes.Folder("run"), Stripes.Reference, Stripes.Data, 3, 1, new TrainingExtensions { Loss = new OwnLoss(1) }));
        Assert.Contains("the run was trained with the loss focal(2), but it is resumed with the loss focal(1)", error.Message, StringComparison.Ordinal);
    }
}
