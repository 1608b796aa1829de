namespace PixelGpt.Data.Sources;

/// <summary>
/// Loads a folder with two text files: <c>pixel_color.txt</c> with one sprite per line, as palette indices separated by spaces, and
/// <c>colormap.txt</c> with one colour <c>R G B</c> per line. An optional file <c>dataset.json</c> states the size and the splits
/// (<see cref="DatasetManifest"/>). If the sprites have mixed sizes, <c>sizes.txt</c> states the size of each (<see cref="SizesText"/>).
/// </summary>
public sealed class TextFolderSource : ISpriteSource
{
    /// <summary>Name of the file with the sprites.</summary>
    public const string PixelFile = "pixel_color.txt";

    /// <summary>Name of the file with the palette.</summary>
    public const string ColormapFile = "colormap.txt";

    private readonly string _folder;
    private readonly SourceOptions _options;

    /// <summary>Creates a source. Nothing is read yet.</summary>
    /// <param name="folder">Folder with the files.</param>
    /// <param name="options">Size and splits; both override those of the folder.</param>
    public TextFolderSource(string folder, SourceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_folder, _options) = (folder, options);
    }

    /// <inheritdoc/>
    public Task<SpriteDataset> LoadAsync(IProgress<SourceProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => Load(progress, cancellationToken), cancellationToken);

    private SpriteDataset Load(IProgress<SourceProgress>? progress, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(_folder)) throw new InputException($"{_folder}: no such folder; expected a folder with {PixelFile} and {ColormapFile}");
        string pixelFile = Path.Combine(_folder, PixelFile);
        if (!File.Exists(pixelFile))
            throw new InputException($"{pixelFile}: no such file; expected one sprite per line, as palette indices separated by spaces; 'pixelgpt data import' creates such a folder from pictures");
        Palette palette = Palette.Load(Path.Combine(_folder, ColormapFile));
        try
        {
            var manifest = DatasetManifest.Find(_folder);
            IReadOnlyList<(int, int)>? sizes = SizesText.Find(_folder);
            if (sizes is not null && _options.Size is not null) throw new InputException($"--size cannot be given for {_folder}, because {SizesText.FileName} has the size of each sprite");
            IReadOnlyList<Sprite> sprites = sizes is null
                ? PixelText.Read(pixelFile, palette, _options.Size ?? manifest?.Size, progress, cancellationToken)
                : PixelText.ReadMixed(pixelFile, palette, sizes, progress, cancellationToken);
            SplitPlan splits = _options.Splits ?? manifest?.SplitsOf(sprites.Count) ?? SplitPlan.Default;
            return new SpriteDataset(_folder, palette, splits.Split(sprites));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FailureException($"{pixelFile}: could not be read: {e.Message}", e);
        }
    }
}
