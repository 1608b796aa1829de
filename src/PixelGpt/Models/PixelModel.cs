using PixelGpt.Data;

namespace PixelGpt.Models;

/// <summary>A transformer with what it takes to draw: its configuration and its palette.</summary>
public sealed class PixelModel
{
    internal PixelModel(ModelConfig config, Transformer transformer, Palette palette)
    {
        Config = config;
        Transformer = transformer;
        Palette = palette;
    }

    /// <summary>The configuration.</summary>
    public ModelConfig Config { get; }

    /// <summary>The network and its weights.</summary>
    public Transformer Transformer { get; }

    /// <summary>The colours its tokens stand for.</summary>
    public Palette Palette { get; }

    /// <summary>Loads a model folder, as <see cref="ModelFolder.Load"/>.</summary>
    /// <exception cref="InputException">The folder does not hold a sound model.</exception>
    public static PixelModel Load(string folder) => ModelFolder.Load(folder);

    /// <summary>Makes sure that a data set's indices mean this model's colours.</summary>
    /// <exception cref="InputException">They do not.</exception>
    public void CheckSamePalette(SpriteDataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!data.Palette.Colors.SequenceEqual(Palette.Colors))
            throw new InputException($"{data.Name}: its palette of {data.Palette.Count} colours is not the one the model was trained on ({Palette.Count} colours), so its indices mean other colours");
    }
}
