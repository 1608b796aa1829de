using PixelGpt.Data;

namespace PixelGpt.Models;

/// <summary>
/// A model: a transformer with its configuration and palette, or an ensemble of such models, whose predictions are the mean of
/// the predictions of its members.
/// </summary>
public sealed class PixelModel
{
    private readonly Transformer? _transformer;

    internal PixelModel(ModelConfig config, Transformer transformer, Palette palette)
    {
        Config = config;
        _transformer = transformer;
        Palette = palette;
        Members = [this];
        Transformers = [transformer];
    }

    private PixelModel(IReadOnlyList<PixelModel> members)
    {
        Config = EnsembleRules.Representative([.. members.Select(m => m.Config)]);
        Palette = members[0].Palette;
        Members = members;
        Transformers = [.. members.Select(m => m.Transformer)];
    }

    /// <summary>
    /// The built-in model, which is part of this library: a small model of PixelGpt's own family, trained on the built-in creatures.
    /// It is loaded at the first access, from any thread, and then shared.
    /// </summary>
    public static PixelModel BuiltIn => BuiltInModel.Value;

    /// <summary>The configuration. That of an ensemble is the configuration of a member, and its picture size holds for all members.</summary>
    public ModelConfig Config { get; }

    /// <summary>The transformer and its weights.</summary>
    /// <exception cref="InputException">The model is an ensemble.</exception>
    public Transformer Transformer => _transformer
        ?? throw new InputException($"this needs a single model, but the model is an ensemble of {Members.Count}; use one of its members, or distill it into one model with 'pixelgpt distill'");

    /// <summary>The members of an ensemble; of a single model, the model itself.</summary>
    public IReadOnlyList<PixelModel> Members { get; }

    /// <summary>Whether the model is an ensemble.</summary>
    public bool IsEnsemble => _transformer is null;

    /// <summary>The transformers whose mean distribution is the prediction of the model: one, or those of the members.</summary>
    internal IReadOnlyList<Transformer> Transformers { get; }

    /// <summary>The parameter count, of an ensemble that of all members together.</summary>
    internal long ParameterCount => Transformers.Sum(t => (long)t.Parameters.Count);

    /// <summary>The palette. Token i stands for colour i.</summary>
    public Palette Palette { get; }

    /// <summary>Whether the model can be used with any palette, see <see cref="WithPalette"/>. If not, it is bound to the palette that it was trained with.</summary>
    public bool HasFreePalette => Members.All(m => m.Config.Description.HasFreePalette);

    /// <summary>Whether the pixels of a picture can be drawn in any order, so that masks are supported. If not, the model only continues pictures in raster order.</summary>
    internal bool SupportsAnyOrder => Members.All(m => m.Config.Description.AnyOrder);

    /// <summary>
    /// Combines models to an ensemble. Its probability of a colour is the arithmetic mean of the probabilities of its members.
    /// The members may have different families and sizes.
    /// </summary>
    /// <param name="members">The models, at least two. They must have the same palette and support pictures of the same sizes.</param>
    /// <returns>The ensemble.</returns>
    /// <exception cref="InputException">There are too few or too many members, a member is an ensemble, or members differ in palette or picture size.</exception>
    public static PixelModel Ensemble(IReadOnlyList<PixelModel> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        EnsembleRules.Check(members);
        return new PixelModel([.. members]);
    }

    /// <summary>Creates the same model for another palette, so that pictures are completed in their own colours. Weights are copied.</summary>
    /// <param name="palette">The palette. Colour 0 is the background colour.</param>
    /// <returns>The model; this one does not change.</returns>
    /// <exception cref="InputException">The model is bound to its palette.</exception>
    public PixelModel WithPalette(Palette palette)
    {
        ArgumentNullException.ThrowIfNull(palette);
        if (!HasFreePalette) throw new InputException("the model is bound to its palette; use a model that was trained with 'palette' free");
        return IsEnsemble ? new PixelModel([.. Members.Select(m => m.WithPalette(palette))]) : CopyWith(palette);
    }

    /// <summary>Creates a copy with weights of its own. The palette must be that of this model unless it has a free palette.</summary>
    /// <param name="palette">The palette.</param>
    /// <exception cref="InputException">The model is an ensemble.</exception>
    internal PixelModel CopyWith(Palette palette)
    {
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

    /// <summary>Loads a model folder or a model file. Same as <see cref="ModelFolder.Load"/>.</summary>
    /// <param name="folder">The model folder; or a file that <see cref="Save(string)"/> wrote, whose name ends in <c>.pixelgpt</c>.</param>
    /// <returns>The model.</returns>
    /// <exception cref="InputException">A file is missing or invalid, or the files do not belong together.</exception>
    public static PixelModel Load(string folder) => ModelFolder.Load(folder);

    /// <summary>Loads a model file, such as an embedded resource: a zip archive of a model folder, as <see cref="Save(Stream)"/> writes it.</summary>
    /// <param name="stream">The file. It is read to its end and not closed; it need not be seekable.</param>
    /// <returns>The model.</returns>
    /// <exception cref="InputException">The file is damaged, or a part is missing or invalid.</exception>
    /// <exception cref="FailureException">The stream could not be read.</exception>
    public static PixelModel Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return ModelArchive.Read(stream).ReadModel();
    }

    /// <summary>Loads a model file from memory, see <see cref="Load(Stream)"/>.</summary>
    /// <param name="bytes">The file.</param>
    /// <returns>The model.</returns>
    /// <exception cref="InputException">The file is damaged, or a part is missing or invalid.</exception>
    public static PixelModel Load(ReadOnlyMemory<byte> bytes) => ModelArchive.Parse(bytes).ReadModel();

    /// <summary>Writes the model to one file, a zip archive of a model folder. The same model produces the same bytes.</summary>
    /// <param name="path">The file; an existing one is replaced. Its name should end in <c>.pixelgpt</c>, so that <see cref="Load(string)"/> recognises it.</param>
    /// <exception cref="InputException">The path is a folder.</exception>
    /// <exception cref="FailureException">The file could not be written.</exception>
    public void Save(string path) => ModelArchiveWriter.Write(path, this);

    /// <summary>Writes the model to a stream, see <see cref="Save(string)"/>.</summary>
    /// <param name="stream">The stream. It is not closed, and need not be seekable.</param>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ModelArchiveWriter.Write(stream, this);
    }

    /// <summary>Returns the model for the palette of a data set: this model, or a copy of it if it has another, free palette.</summary>
    /// <param name="data">The data set.</param>
    /// <returns>The model.</returns>
    /// <exception cref="InputException">The model is bound to another palette.</exception>
    public PixelModel ForPaletteOf(SpriteDataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (HasFreePalette && !data.Palette.Colors.SequenceEqual(Palette.Colors)) return WithPalette(data.Palette);
        CheckSamePalette(data);
        return this;
    }

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
