namespace PixelGpt.Data.Sources;

/// <summary>
/// Sprites from a folder of two text files: <c>pixel_color.txt</c>, a sprite a line as palette indices separated by
/// spaces, and <c>colormap.txt</c>, a colour <c>R G B</c> a line. A third, <c>dataset.json</c>, may say the sprites' size
/// and how they fall into splits (<see cref="DatasetManifest"/>).
/// </summary>
public sealed class TextFolderSource : ISpriteSource
{
    /// <summary>The file of sprites.</summary>
    public const string PixelFile = "pixel_color.txt";

    /// <summary>The file of colours.</summary>
    public const string ColormapFile = "colormap.txt";

    private readonly string _folder;
    private readonly SourceOptions _options;

    /// <summary>Names a folder; nothing is read yet.</summary>
    /// <param name="folder">The folder that holds both files.</param>
    /// <param name="options">The sprites' size, where they are not square, and how they fall into splits; both go before what the folder says.</param>
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
        if (!Directory.Exists(_folder)) throw new InputException($"{_folder}: no such folder; it should hold {PixelFile} and {ColormapFile}");
        string pixelFile = Path.Combine(_folder, PixelFile);
        if (!File.Exists(pixelFile))
            throw new InputException($"{pixelFile}: no such file; it should hold a sprite a line, palette indices separated by spaces; 'pixelgpt data import' makes such a folder of pictures");
        Palette palette = Palette.Load(Path.Combine(_folder, ColormapFile));
        try
        {
            var manifest = DatasetManifest.Find(_folder);
            IReadOnlyList<Sprite> sprites = PixelText.Read(pixelFile, palette, _options.Size ?? manifest?.Size, progress, cancellationToken);
            SplitPlan splits = _options.Splits ?? manifest?.SplitsOf(sprites.Count) ?? SplitPlan.Default;
            return new SpriteDataset(_folder, palette, sprites[0].Width, sprites[0].Height, splits.Deal(sprites));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FailureException($"{pixelFile}: could not be read: {e.Message}", e);
        }
    }
}
