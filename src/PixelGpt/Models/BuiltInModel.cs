using System.Text;
using PixelGpt.Data;
using PixelGpt.Formats;

namespace PixelGpt.Models;

/// <summary>
/// The model that is part of the library. The files of its model folder, <c>Models/BuiltIn</c>, are embedded resources, so it is
/// loaded without reading from disk. <c>docs/built-in-model.md</c> lists the commands that created it.
/// </summary>
internal static class BuiltInModel
{
    /// <summary>The name that selects the model where a folder is expected.</summary>
    public const string Name = "built-in";

    /// <summary>The data set that the model was trained on, as <c>--data</c> names it.</summary>
    public const string DataSource = "creatures:16-32";

    /// <summary>Minimum width and height of the pictures that the model completes.</summary>
    public const int MinSize = 16;

    private static readonly Lazy<PixelModel> Loaded = new(Load);

    /// <summary>The model, which is loaded at the first access.</summary>
    public static PixelModel Value => Loaded.Value;

    /// <summary>Returns the name of a file of the model in messages.</summary>
    /// <param name="file">File name.</param>
    public static string PathOf(string file) => $"{Name}/{file}";

    /// <summary>Reads the configuration without loading the weights.</summary>
    public static ModelConfig ReadConfig() => ModelConfig.Parse(ReadText(ModelFolder.ConfigName), PathOf(ModelFolder.ConfigName));

    /// <summary>Reads the palette that the model was trained with.</summary>
    public static Palette ReadPalette() => Palette.Parse(ReadText(ModelFolder.ColormapName), PathOf(ModelFolder.ColormapName));

    /// <summary>Reads a text file of the model.</summary>
    /// <param name="file">File name.</param>
    public static string ReadText(string file) => Encoding.UTF8.GetString(ReadBytes(file));

    /// <summary>Reads a file of the model.</summary>
    /// <param name="file">File name.</param>
    public static byte[] ReadBytes(string file)
    {
        using Stream resource = typeof(BuiltInModel).Assembly.GetManifestResourceStream(PathOf(file))
            ?? throw new InvalidOperationException($"the resource {PathOf(file)} is missing");
        byte[] bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }

    private static PixelModel Load()
    {
        using var weights = SafeTensors.Parse(ReadBytes(ModelFolder.WeightsName), PathOf(ModelFolder.WeightsName));
        return ModelFolder.Create(ReadConfig(), ReadPalette(), weights, PathOf(ModelFolder.ColormapName));
    }
}
