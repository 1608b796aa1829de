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

    /// <summary>Whether the model can be used with any palette, see <see cref="WithPalette"/>. If not, it is bound to the palette that it was trained with.</summary>
    public bool HasFreePalette => Config.Description.HasFreePalette;

    /// <summary>Creates the same model for another palette, so that pictures are completed in their own colours. Weights are copied.</summary>
    /// <param name="palette">The palette. Colour 0 is the background colour.</param>
    /// <returns>The model; this one does not change.</returns>
    /// <exception cref="InputException">The model is bound to its palette.</exception>
    public PixelModel WithPalette(Palette palette)
    {
        ArgumentNullException.ThrowIfNull(palette);
        if (!HasFreePalette) throw new InputException("the model is bound to its palette; use a model that was trained with 'palette' free");
        Transformer transformer = Config.Build(Transformer.Kernels, palette);
        for (int i = 0; i < transformer.Parameters.All.Count; i++)
            Transformer.Parameters[Transformer.Parameters.All[i]].CopyTo(transformer.Parameters.All[i].In(transformer.Parameters.Values));
        transformer.Pack();
        return new PixelModel(Config, transformer, palette);
    }

    /// <summary>Checks that the model supports pictures of a size.</summary>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <exception cref="InputException">The model does not support the size.</exception>
    public void CheckSize(int width, int height)
    {
        TransformerDescription model = Config.Description;
        if (width < 1 || height < 1) throw new InputException($"a picture must be at least 1×1 pixels (got {width}×{height})");
        if (model.MaxImageSize > 0 && (width > model.MaxImageSize || height > model.MaxImageSize))
            throw new InputException($"the picture must be at most {model.MaxImageSize}×{model.MaxImageSize} pixels, the maximum of the model (got {width}×{height})");
        if (model.ImageWidth > 0 && width != model.ImageWidth)
            throw new InputException($"the picture must be {model.ImageWidth} pixels wide, the width of the model's pictures (got {width})");
        if ((long)width * height > model.MaxPositions)
            throw new InputException($"the picture must have at most {model.MaxPositions} pixels, the positions of the model (got {width}×{height})");
    }

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
