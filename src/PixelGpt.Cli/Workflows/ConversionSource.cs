using PixelGpt.Data;
using PixelGpt.Formats;
using PixelGpt.IO;
using PixelGpt.Models;
using PixelGpt.Runs;

namespace PixelGpt.Cli.Workflows;

/// <summary>A model that is converted: a weights file with configuration and palette, the folder of a model, or the built-in model.</summary>
internal sealed class ConversionSource : IDisposable
{
    private readonly string _palettePath;

    private ConversionSource(string? path, RunFolder? folder, ModelConfig config, Palette? palette, string palettePath, ITensorSource weights)
    {
        _palettePath = palettePath;
        Path = path;
        Folder = folder;
        Config = config;
        Palette = palette;
        Weights = weights;
    }

    /// <summary>The path of the weights file; null for the built-in model.</summary>
    public string? Path { get; }

    /// <summary>The folder of the weights file; null for the built-in model.</summary>
    public RunFolder? Folder { get; }

    /// <summary>The configuration.</summary>
    public ModelConfig Config { get; }

    /// <summary>The palette; null if there is none.</summary>
    public Palette? Palette { get; }

    /// <summary>The weights.</summary>
    public ITensorSource Weights { get; }

    /// <summary>Opens a model.</summary>
    /// <param name="weights">A weights file, the folder of a model, or the name of the built-in model.</param>
    /// <param name="config">File of the configuration; null for the one in the folder.</param>
    /// <param name="colormap">File of the palette; null for the one in the folder, if it exists.</param>
    /// <exception cref="InputException">A file is missing or invalid, or the model is an ensemble.</exception>
    public static ConversionSource Open(string weights, string? config, string? colormap)
    {
        if (EnsembleFolder.Exists(weights)) throw new InputException($"{weights}: an ensemble has one weights file per member; give the folder or the model.safetensors of a member, or make one model of it with 'pixelgpt distill'");
        if (ModelSource.Find(weights).Folder is null)
        {
            return new ConversionSource(
                null, null, config is null ? BuiltInModel.ReadConfig() : ModelConfig.Load(config), colormap is null ? BuiltInModel.ReadPalette() : Palette.Load(colormap), colormap ?? BuiltInModel.PathOf(ModelFolder.ColormapName),
                SafeTensors.Parse(BuiltInModel.ReadBytes(ModelFolder.WeightsName), BuiltInModel.PathOf(ModelFolder.WeightsName)));
        }

        bool isFolder = Directory.Exists(weights);
        if (!isFolder && !File.Exists(weights)) throw new InputException($"{weights}: no such file or folder; expected a weights file, a run folder, a model folder or {ModelSource.BuiltInName}");
        string path = isFolder ? System.IO.Path.Combine(weights, ModelFolder.WeightsName) : weights;
        var folder = new RunFolder(isFolder ? weights : System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(weights))!);
        var modelConfig = ModelConfig.Load(config ?? folder.Config);
        string palettePath = colormap ?? folder.Colormap;
        Palette? palette = colormap is not null || File.Exists(palettePath) ? Palette.Load(palettePath) : null;
        return new ConversionSource(path, folder, modelConfig, palette, palettePath, isFolder ? ModelFolder.OpenWeights(path) : TensorFile.Open(path));
    }

    /// <summary>Loads the model.</summary>
    /// <exception cref="InputException">Configuration, palette and weights do not belong together.</exception>
    public Transformer LoadTransformer() =>
        Palette is null ? ModelFolder.LoadTransformer(Config, Weights) : ModelFolder.Create(Config, Palette, Weights, _palettePath).Transformer;

    /// <summary>Copies the default sampling of the model, if it has one, to another folder.</summary>
    /// <param name="folder">The folder.</param>
    public void CopyGenerationConfig(RunFolder folder)
    {
        if (Folder is not null) GenerationConfigFile.Copy(Folder, folder);
        else AtomicFile.WriteAllText(folder.GenerationConfig, BuiltInModel.ReadText(GenerationConfigFile.FileName));
    }

    /// <summary>Closes the weights file.</summary>
    public void Dispose() => Weights.Dispose();
}
