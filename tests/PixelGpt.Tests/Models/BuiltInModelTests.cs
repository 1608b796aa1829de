using System.Security.Cryptography;
using PixelGpt.Data;
using PixelGpt.Formats;
using PixelGpt.Generation;
using PixelGpt.Models;
using PixelGpt.Runs;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Models;

public class BuiltInModelTests
{
    private static readonly string[] Files = [ModelFolder.ConfigName, ModelFolder.ColormapName, GenerationConfigFile.FileName, ModelFolder.WeightsName];

    private static string Source => Path.Combine(Checkout.Root, "src", "PixelGpt", "Models", "BuiltIn");

    [Fact]
    public void The_library_contains_the_files_of_the_source_folder()
    {
        Assert.Equal(Files.Order(), Directory.GetFiles(Source).Select(Path.GetFileName).Order());
        Assert.All(Files, file => Assert.Equal(File.ReadAllBytes(Path.Combine(Source, file)), BuiltInModel.ReadBytes(file)));
    }

    [Fact]
    public void It_has_at_most_two_megabytes() => Assert.InRange(Files.Sum(file => BuiltInModel.ReadBytes(file).Length), 1, 2 << 20);

    /// <summary>The page with the commands that train the model records the checksum of the weights that they produce.</summary>
    [Fact]
    public void The_documentation_has_the_checksum_of_the_weights()
    {
        string page = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "built-in-model.md"));
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(BuiltInModel.ReadBytes(ModelFolder.WeightsName))), page);
        Assert.Contains(PixelModel.BuiltIn.Transformer.Parameters.Count.ToString("n0", System.Globalization.CultureInfo.InvariantCulture), page);
    }

    [Fact]
    public void Its_weights_are_half_precision()
    {
        using var weights = SafeTensors.Parse(BuiltInModel.ReadBytes(ModelFolder.WeightsName), "built-in");
        Assert.All(weights.Names, name => Assert.NotEmpty(weights.Bytes(name, "F16")));
    }

    [Fact]
    public void It_is_loaded_once_and_is_the_model_of_the_folder()
    {
        var loaded = new PixelModel[8];
        Parallel.For(0, loaded.Length, i => loaded[i] = PixelModel.BuiltIn);
        Assert.All(loaded, model => Assert.Same(PixelModel.BuiltIn, model));

        PixelModel folder = PixelModel.Load(Source);
        Assert.Equal("pixelgpt", PixelModel.BuiltIn.Config.Family.ModelType);
        Assert.True(folder.Palette.Colors.SequenceEqual(PixelModel.BuiltIn.Palette.Colors));
        Assert.True(folder.Transformer.Parameters.Values.SequenceEqual(PixelModel.BuiltIn.Transformer.Parameters.Values));
        Assert.Equal(GenerationConfigFile.Load(new RunFolder(Source)), GenerationConfigFile.LoadBuiltIn());
    }

    /// <summary>The studio shows sprites of the data set as examples for the model.</summary>
    [Fact]
    public async Task Its_data_set_has_its_palette() => PixelModel.BuiltIn.CheckSamePalette(await ModelSource.BuiltIn.LoadDefaults().Data!.LoadAsync());

    [Fact]
    public void It_completes_a_picture_by_sampling()
    {
        Assert.True(GenerationConfigFile.LoadBuiltIn().DoSample);
        IReadOnlyList<Sprite> pictures = PixelModel.BuiltIn.Complete(new Sprite(20, 20, new int[380]), GenerationConfigFile.LoadBuiltIn() with { NumReturnSequences = 2 });
        Assert.Equal(2, pictures.Count);
        Assert.All(pictures, picture => Assert.True(picture.IsComplete));
    }
}
