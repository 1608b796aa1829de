using PixelGpt;
using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Models;
using PixelGpt.Models.Families;
using PixelGpt.Training;

namespace OwnIdeas.Tests;

public sealed class OwnFamilyTests : IDisposable
{
    private readonly Stripes _stripes = new();

    public void Dispose() => _stripes.Dispose();

    [Fact]
    public void Its_gradients_are_those_of_its_forward_computation()
    {
        ModelConfig config = _stripes.Config("parallel", "\"hidden_size\": 20, \"num_attention_heads\": 2");
        IReadOnlyList<GradientDifference> differences = GradientCheck.Run(config, Stripes.Data.Palette, Stripes.Data["train"][0]);
        Assert.Equal(2 * 9, differences.Count(d => d.Parameter.StartsWith("model.layers.", StringComparison.Ordinal)));
        Assert.All(differences, d => Assert.True(d.Agrees, $"{d}"));
        Assert.All(differences, d => Assert.NotEqual(0, d.Gradient));
    }

    [Fact]
    public void It_learns_and_is_saved_loaded_and_completes_pictures()
    {
        IReadOnlyList<EpochMetrics> epochs = _stripes.Train("run", Stripes.Config("parallel"), Stripes.Recipe with { Epochs = 12 });
        Assert.True(epochs[^1].Loss < epochs[0].Loss / 4, $"the loss is {epochs[^1].Loss} after {epochs[0].Loss}");

        var model = PixelModel.Load(_stripes.Folder("run").Path);
        Assert.IsType<OwnFamily>(model.Config.Family);
        Sprite sprite = Stripes.Data["test"][0];
        Assert.Equal(sprite.Pixels.ToArray(), model.Complete(sprite.FirstPixels(24))[0].Pixels.ToArray());
    }

    [Fact]
    public void It_is_resumed_with_the_same_bits()
    {
        ModelConfig config = _stripes.Config("parallel", "\"hidden_size\": 16, \"num_attention_heads\": 2, \"residual_dropout\": 0.1");
        _stripes.Train("whole", config, Stripes.Recipe);
        _stripes.TrainInTwoParts("resumed", config, Stripes.Recipe);
        Assert.Equal(_stripes.Weights("whole"), _stripes.Weights("resumed"));
    }

    [Fact]
    public void Its_errors_name_the_key()
    {
        var error = Assert.Throws<InputException>(() => _stripes.Config("parallel", "\"hidden_size\": 30, \"num_attention_heads\": 4"));
        Assert.EndsWith("'hidden_size' (30) must be a multiple of twice 'num_attention_heads' (4)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_type_is_registered_once()
    {
        Assert.Contains("'parallel'", Assert.Throws<ArgumentException>(() => ModelFamily.Register(new OwnFamily())).Message, StringComparison.Ordinal);
        Assert.Single(ModelFamily.All, family => family.ModelType == "parallel");
        Assert.Equal("pixelgpt", ModelFamily.All[0].ModelType);
    }
}
