using PixelGpt.Data;
using PixelGpt.Formats;
using PixelGpt.IO;

namespace PixelGpt.Models;

/// <summary>
/// Reads and writes model folders. A model folder has the files <c>config.json</c> and <c>model.safetensors</c>, as written by
/// <c>save_pretrained</c> of Hugging Face transformers, and the palette in <c>colormap.txt</c>. The folder of an ensemble is
/// a model folder too, see <see cref="PixelModel.Ensemble"/>.
/// </summary>
public static class ModelFolder
{
    /// <summary>File name of the configuration.</summary>
    public const string ConfigName = "config.json";

    /// <summary>File name of the weights.</summary>
    public const string WeightsName = "model.safetensors";

    /// <summary>File name of the palette.</summary>
    public const string ColormapName = "colormap.txt";

    private const string IndexSuffix = ".index.json";

    private static readonly Dictionary<string, string> Metadata = new() { ["format"] = "pt" };

    /// <summary>Loads a model.</summary>
    /// <param name="folder">Folder with <c>config.json</c>, <c>model.safetensors</c> and <c>colormap.txt</c>, or of an ensemble; or a file that <see cref="PixelModel.Save(string)"/> wrote.</param>
    /// <returns>The model.</returns>
    /// <exception cref="InputException">A file is missing or invalid, or the files do not belong together.</exception>
    public static PixelModel Load(string folder)
    {
        if (ModelArchive.Exists(folder)) return ModelArchive.Load(folder, archive => archive.ReadModel());
        if (!Directory.Exists(folder)) throw new InputException($"{folder}: no such {(ModelArchive.HasExtension(folder) ? "file; expected a model file" : $"folder; expected a model folder with {ConfigName}, {WeightsName} and {ColormapName}")}");
        return EnsembleFolder.Exists(folder) ? EnsembleFolder.Load(folder) : LoadSingle(folder, Path.Combine(folder, ColormapName));
    }

    /// <summary>Loads a single model.</summary>
    /// <param name="folder">Folder with <c>config.json</c> and <c>model.safetensors</c>.</param>
    /// <param name="colormap">File of the palette.</param>
    /// <exception cref="InputException">A file is missing or invalid, or the files do not belong together.</exception>
    internal static PixelModel LoadSingle(string folder, string colormap)
    {
        var config = ModelConfig.Load(Path.Combine(folder, ConfigName));
        var palette = Palette.Load(colormap);
        using ITensorSource weights = OpenWeights(Path.Combine(folder, WeightsName));
        return Create(config, palette, weights, colormap);
    }

    /// <summary>Creates a model from the content of its files.</summary>
    /// <param name="config">Configuration of the model.</param>
    /// <param name="palette">Palette of the model.</param>
    /// <param name="weights">Weights of the model.</param>
    /// <param name="palettePath">Name of the palette file, used in error messages.</param>
    /// <exception cref="InputException">The parts do not belong together.</exception>
    internal static PixelModel Create(ModelConfig config, Palette palette, ITensorSource weights, string palettePath) => Create(config, palette, _ => weights, palettePath);

    /// <summary>Creates a model from the content of its files.</summary>
    /// <param name="config">Configuration of the model.</param>
    /// <param name="palette">Palette of the model.</param>
    /// <param name="open">Opens the weights, after the other files were checked. Its argument is the parameter count of the model.</param>
    /// <param name="palettePath">Name of the palette file, used in error messages.</param>
    /// <exception cref="InputException">The parts do not belong together.</exception>
    internal static PixelModel Create(ModelConfig config, Palette palette, Func<long, ITensorSource> open, string palettePath)
    {
        if (!config.Description.HasFreePalette && palette.Count > config.Description.VocabularySize)
            throw new InputException($"{palettePath}: the palette has {palette.Count} colours, but the model supports {config.Description.VocabularySize}");
        Transformer transformer = config.Build(palette: palette);
        ModelWeights.Load(transformer, open(transformer.Parameters.Count));
        return new PixelModel(config, transformer, palette);
    }

    /// <summary>Returns the files that determine the predictions of a model: those of the configuration, weights and palette, of an ensemble those of all members.</summary>
    /// <param name="folder">The model folder.</param>
    /// <returns>The paths, in a fixed order. Files of a single model that are missing are included.</returns>
    /// <exception cref="InputException">The folder has an ensemble whose list of members is invalid.</exception>
    internal static IReadOnlyList<string> Files(string folder)
    {
        string colormap = Path.Combine(folder, ColormapName);
        return EnsembleFolder.Exists(folder)
            ? [Path.Combine(folder, EnsembleFolder.FileName), colormap, .. EnsembleFolder.ReadMembers(folder).SelectMany(FilesOfOne)]
            : [colormap, .. FilesOfOne(folder)];
    }

    private static IEnumerable<string> FilesOfOne(string folder)
    {
        yield return Path.Combine(folder, ConfigName);
        string weights = Path.Combine(folder, WeightsName), index = weights + IndexSuffix;
        if (File.Exists(weights) || !File.Exists(index))
        {
            yield return weights;
            yield break;
        }

        yield return index;
        foreach (string shard in Directory.GetFiles(folder, "model-*.safetensors").Order(StringComparer.Ordinal)) yield return shard;
    }

    /// <summary>Writes a model folder from imported weights.</summary>
    /// <param name="folder">Folder to write to.</param>
    /// <param name="config">Configuration of the model.</param>
    /// <param name="weights">Weights of the model.</param>
    /// <param name="palette">Palette of the model; null to write none.</param>
    /// <param name="type">Element type of the written weights.</param>
    /// <returns>The parameter count of the model.</returns>
    /// <exception cref="InputException">The weights do not belong to the configuration, or a value exceeds the range of <paramref name="type"/>.</exception>
    /// <exception cref="FailureException">A file could not be written.</exception>
    internal static long Write(string folder, ModelConfig config, ITensorSource weights, Palette? palette, FloatType type = FloatType.F32)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(weights);
        Transformer transformer = LoadTransformer(config, weights, palette);

        // The weights first: if a value is out of range, no file is written.
        SaveWeights(transformer.Parameters, transformer.Parameters.Values, Path.Combine(folder, WeightsName), type);
        config.Save(Path.Combine(folder, ConfigName));
        if (palette is not null) AtomicFile.WriteAllText(Path.Combine(folder, ColormapName), palette.ToColormapText());
        return transformer.Parameters.Count;
    }

    /// <summary>Writes the folder of a single model.</summary>
    /// <param name="folder">Folder to write to.</param>
    /// <param name="model">The model.</param>
    /// <param name="type">Element type of the written weights.</param>
    /// <exception cref="InputException">A value exceeds the range of <paramref name="type"/>.</exception>
    /// <exception cref="FailureException">A file could not be written.</exception>
    internal static void Write(string folder, PixelModel model, FloatType type)
    {
        WriteMember(folder, model, type);
        AtomicFile.WriteAllText(Path.Combine(folder, ColormapName), model.Palette.ToColormapText());
    }

    /// <summary>Writes the folder of a member of an ensemble: that of a single model without the palette.</summary>
    /// <inheritdoc cref="Write(string, PixelModel, FloatType)"/>
    internal static void WriteMember(string folder, PixelModel member, FloatType type)
    {
        // The weights first: if a value is out of range, no file is written.
        SaveWeights(member.Transformer.Parameters, member.Transformer.Parameters.Values, Path.Combine(folder, WeightsName), type);
        member.Config.Save(Path.Combine(folder, ConfigName));
    }

    /// <summary>Writes the weights as float32, in the format of <c>save_pretrained</c>. A tied head is not written a second time.</summary>
    internal static void SaveWeights(Transformer transformer, string path) => SaveWeights(transformer.Parameters, transformer.Parameters.Values, path);

    /// <summary>Writes values that have the layout of <paramref name="parameters"/>.</summary>
    internal static void SaveWeights(ParameterSet parameters, ReadOnlySpan<float> values, string path, FloatType type = FloatType.F32)
    {
        List<NamedTensor> tensors = Tensors(parameters, values);
        AtomicFile.Write(path, stream => SafeTensors.Write(stream, tensors, Metadata, type));
    }

    /// <summary>Writes the weights of a model to a stream, in the format of <c>save_pretrained</c>.</summary>
    internal static void WriteWeights(Stream stream, Transformer transformer, FloatType type) =>
        SafeTensors.Write(stream, Tensors(transformer.Parameters, transformer.Parameters.Values), Metadata, type);

    /// <summary>Returns whether a weights file is identical to the file that <see cref="SaveWeights(ParameterSet, ReadOnlySpan{float}, string, FloatType)"/> would write.</summary>
    internal static bool HoldsWeights(ParameterSet parameters, ReadOnlySpan<float> values, string path)
    {
        if (!File.Exists(path)) return false;
        using var expected = new MemoryStream();
        SafeTensors.Write(expected, Tensors(parameters, values), Metadata);
        return new FileInfo(path).Length == expected.Length && File.ReadAllBytes(path).AsSpan().SequenceEqual(expected.GetBuffer().AsSpan(0, (int)expected.Length));
    }

    private static List<NamedTensor> Tensors(ParameterSet parameters, ReadOnlySpan<float> values)
    {
        var tensors = new List<NamedTensor>();
        foreach (Parameter parameter in parameters.All) tensors.Add(new NamedTensor(parameter.Name, parameter.Shape, parameter.In(values).ToArray()));
        return tensors;
    }

    /// <summary>Opens a weights file or, if it does not exist, the shards that the index file next to it lists.</summary>
    /// <param name="weightsPath">Path of the weights file.</param>
    internal static ITensorSource OpenWeights(string weightsPath)
    {
        string index = weightsPath + IndexSuffix;
        return !File.Exists(weightsPath) && File.Exists(index) ? ShardedTensors.Load(index) : SafeTensors.Load(weightsPath);
    }

    internal static Transformer LoadTransformer(ModelConfig config, string weightsPath, Palette? palette = null)
    {
        using ITensorSource weights = OpenWeights(weightsPath);
        return LoadTransformer(config, weights, palette);
    }

    internal static Transformer LoadTransformer(ModelConfig config, ITensorSource weights, Palette? palette = null)
    {
        Transformer transformer = config.Build(palette: palette);
        ModelWeights.Load(transformer, weights);
        return transformer;
    }
}
