using PixelGpt;
using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Generation.Batching;
using PixelGpt.Models;
using PixelGpt.Models.Families;
using PixelGpt.Models.Onnx;
using PixelGpt.Runs;
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
    public async Task It_can_be_a_member_of_an_ensemble()
    {
        _stripes.Train("first", Stripes.Config("parallel"), Stripes.Recipe);
        _stripes.Train("second", Stripes.Config("pixelgpt"), Stripes.Recipe);
        PixelModel[] members = [PixelModel.Load(_stripes.Folder("first").Path), PixelModel.Load(_stripes.Folder("second").Path)];
        PixelModel ensemble = PixelModel.Ensemble(members);
        double[] first = await Probabilities(members[0]), second = await Probabilities(members[1]), both = await Probabilities(ensemble);
        Assert.NotEqual(first, second);
        for (int color = 0; color < both.Length; color++) Assert.Equal((first[color] + second[color]) / 2, both[color], 1e-5);

        Sprite prompt = Stripes.Data["test"][0].FirstPixels(24);
        using var file = new MemoryStream();
        ensemble.Save(file);
        file.Position = 0;
        Assert.Equal(ensemble.Complete(prompt)[0].Pixels.ToArray(), PixelModel.Load(file).Complete(prompt)[0].Pixels.ToArray());
    }

    [Fact]
    public void It_can_be_distilled()
    {
        // The targets are those of the teacher only, so what the student knows comes from it.
        TrainingRecipe recipe = Stripes.Recipe with { Epochs = 12 };
        _stripes.Train("teacher", Stripes.Config("parallel"), recipe);
        TeacherReference teacher = TeacherReference.Create(_stripes.Folder("teacher").Path, weight: 1);
        _stripes.Train("student", Stripes.Config("parallel"), recipe with { Epochs = 24 }, teacher: teacher);
        Sprite sprite = Stripes.Data["test"][0];
        Assert.Equal(sprite.Pixels.ToArray(), PixelModel.Load(_stripes.Folder("student").Path).Complete(sprite.FirstPixels(24))[0].Pixels.ToArray());
    }

    [Fact]
    public void It_is_not_exported_as_ONNX()
    {
        _stripes.Train("run", Stripes.Config("parallel"), Stripes.Recipe);
        string path = Path.Combine(_stripes.Folder("run").Path, OnnxExport.FileName);
        var error = Assert.Throws<InputException>(() => OnnxExport.Write(path, PixelModel.Load(_stripes.Folder("run").Path)));
        Assert.Equal("a model of the family 'parallel' cannot be exported as ONNX, because the family describes its own blocks; export a model of a built-in family", error.Message);
        Assert.False(File.Exists(path));
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

    /// <summary>Returns the probability of each colour of the first pixel after a prompt.</summary>
    private static async Task<double[]> Probabilities(PixelModel model)
    {
        await foreach (GeneratedPixel pixel in model.CompleteAsync(Stripes.Data["test"][0].FirstPixels(24), alternatives: model.Palette.Count))
            return [.. pixel.Alternatives.OrderBy(a => a.Color).Select(a => (double)a.Probability)];
        throw new InvalidOperationException("the picture is complete");
    }
}
