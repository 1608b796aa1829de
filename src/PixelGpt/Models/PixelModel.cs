using PixelGpt.Data;

namespace PixelGpt.Models;

/// <summary>A model: a transformer with its configuration and palette.</summary>
public sealed class PixelModel
{
    internal PixelModel(ModelConfig config, Transformer transformer, Palette palette)
    {
        Config = config;
        Transformer = transformer;
        Palette = palette;
    }

    /// <summary>
    /// The built-in model, which is part of this library: a small model of PixelGpt's own family, trained on the built-in creatures.
    /// It is loaded at the first access, from any thread, and then shared.
    /// </summary>
    public static PixelModel BuiltIn => BuiltInModel.Value;

    /// <summary>The configuration.</summary>
    public ModelConfig Config { get; }

    /// <summary>The transformer and its weights.</summary>
    public Transformer Transformer { get; }

    /// <summary>The palette. Token i stands for colour i.</summary>
    public Palette Palette { get; }

    /// <summary>Loads a model folder. Same as <see cref="ModelFolder.Load"/>.</summary>
    /// <param name="folder">The model folder.</param>
    /// <returns>The model.</returns>
    /// <exception cref="InputException">A file is missing or invalid, or the files do not belong together.</exception>
    public static PixelModel Load(string folder) => ModelFolder.Load(folder);

    /// <summary>Checks that a data set has the palette of this model.</summary>
    /// <param name="data">The data set.</param>
    /// <exception cref="InputException">The palettes differ.</exception>
    public void CheckSamePalette(SpriteDataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!data.Palette.Colors.SequenceEqual(Palette.Colors))
            throw new InputException($"{data.Name}: the palette ({data.Palette.Count} colours) differs from the palette of the model ({Palette.Count} colours); use the data set that the model was trained on");
    }
}
