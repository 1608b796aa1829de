using PixelGpt.Data;
using PixelGpt.Formats;
using PixelGpt.IO;

namespace PixelGpt.Models;

/// <summary>
/// A folder as Hugging Face's <c>save_pretrained</c> writes it and <c>from_pretrained</c> reads it:
/// <c>config.json</c> and <c>model.safetensors</c>, with the palette beside them in <c>colormap.txt</c>.
/// </summary>
public static class ModelFolder
{
    /// <summary>The configuration's file name.</summary>
    public const string ConfigName = "config.json";

    /// <summary>The weights' file name.</summary>
    public const string WeightsName = "model.safetensors";

    /// <summary>The palette's file name.</summary>
    public const string ColormapName = "colormap.txt";

    private static readonly Dictionary<string, string> Metadata = new() { ["format"] = "pt" };

    /// <summary>Loads a model.</summary>
    /// <param name="folder">A folder with <c>config.json</c>, <c>model.safetensors</c> and <c>colormap.txt</c>.</param>
    /// <exception cref="InputException">One of them is missing or unsound, or they do not fit together.</exception>
    public static PixelModel Load(string folder)
    {
        if (!Directory.Exists(folder)) throw new InputException($"{folder}: no such folder; a model is a folder with {ConfigName}, {WeightsName} and {ColormapName}");
        var config = ModelConfig.Load(Path.Combine(folder, ConfigName));
        var palette = Palette.Load(Path.Combine(folder, ColormapName));
        if (palette.Count > config.Description.VocabularySize)
            throw new InputException($"{Path.Combine(folder, ColormapName)}: {palette.Count} colours, but the model knows {config.Description.VocabularySize}");
        Transformer transformer = LoadTransformer(config, Path.Combine(folder, WeightsName));
        return new PixelModel(config, transformer, palette);
    }

    /// <summary>Makes a model folder of weights from elsewhere.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="config">The model they belong to.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="palette">The colours its tokens stand for, or null to write none.</param>
    /// <returns>How many parameters the model has.</returns>
    /// <exception cref="InputException">Weights and configuration do not go together.</exception>
    public static long Write(string folder, ModelConfig config, ITensorSource weights, Palette? palette)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(weights);
        Transformer transformer = LoadTransformer(config, weights);
        config.Save(Path.Combine(folder, ConfigName));
        if (palette is not null) AtomicFile.WriteAllText(Path.Combine(folder, ColormapName), palette.ToColormapText());
        SaveWeights(transformer, Path.Combine(folder, WeightsName));
        return transformer.Parameters.Count;
    }

    /// <summary>Writes the weights as <c>save_pretrained</c> would: F32, a tied head once.</summary>
    internal static void SaveWeights(Transformer transformer, string path) => SaveWeights(transformer.Parameters, transformer.Parameters.Values, path);

    /// <summary>Writes values laid out like <paramref name="parameters"/>.</summary>
    internal static void SaveWeights(ParameterSet parameters, ReadOnlySpan<float> values, string path)
    {
        List<NamedTensor> tensors = Tensors(parameters, values);
        AtomicFile.Write(path, stream => SafeTensors.Write(stream, tensors, Metadata));
    }

    /// <summary>Whether a file holds those values, to the byte.</summary>
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

    /// <summary>The weights of a file, or of the files that an index beside it names where it is absent.</summary>
    private static ITensorSource Open(string weightsPath)
    {
        string index = weightsPath + ".index.json";
        return !File.Exists(weightsPath) && File.Exists(index) ? ShardedSafeTensors.Load(index) : SafeTensors.Load(weightsPath);
    }

    internal static Transformer LoadTransformer(ModelConfig config, string weightsPath)
    {
        using ITensorSource weights = Open(weightsPath);
        return LoadTransformer(config, weights);
    }

    internal static Transformer LoadTransformer(ModelConfig config, ITensorSource weights)
    {
        Transformer transformer = config.Build();
        ModelWeights.Load(transformer, weights);
        return transformer;
    }
}
