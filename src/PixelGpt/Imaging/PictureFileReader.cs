namespace PixelGpt.Imaging;

/// <summary>
/// Reads picture files one after the other. A file that cannot be read is skipped and listed instead of ending the work, unless
/// reading is strict. Contact sheets and palettes drawn by PixelGpt are no sprites and are skipped too.
/// </summary>
/// <param name="formats">The formats that can be read.</param>
/// <param name="isStrict">Whether a file that cannot be read, or that has a damaged chunk, is an error.</param>
internal sealed class PictureFileReader(PictureFormats formats, bool isStrict)
{
    private readonly HashSet<string> _excluded = new(StringComparer.Ordinal);
    private readonly List<string> _skipped = [];
    private readonly SortedSet<string> _warnings = new(StringComparer.Ordinal);
    private readonly HashSet<string> _lossy = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _animated = new(StringComparer.Ordinal);

    /// <summary>For each file that could not be read, its path and the reason.</summary>
    public IReadOnlyList<string> Skipped => _skipped;

    /// <summary>For each file that was read in spite of damage, or that is not what its name says, its path and a description.</summary>
    public IReadOnlyCollection<string> Warnings => _warnings;

    /// <summary>The number of files with lossy compression, whose colours are not those of the original.</summary>
    public int Lossy => _lossy.Count;

    /// <summary>The number of files with several frames.</summary>
    public int Animated => _animated.Count;

    /// <summary>The number of frames in these files.</summary>
    public int Frames => _animated.Values.Sum();

    /// <summary>The number of skipped contact sheets and palettes drawn by PixelGpt.</summary>
    public int Overviews { get; private set; }

    /// <summary>Describes the skipped files for the error that no picture remains.</summary>
    public string DescribeSkipped() => _skipped.Count == 0
        ? "all pictures are contact sheets or palettes drawn by PixelGpt; give single sprites"
        : $"all {_excluded.Count} files were skipped; {_skipped[0]}";

    /// <summary>Reads a file. A file that was skipped before is not read again.</summary>
    /// <typeparam name="T">Type of the result.</typeparam>
    /// <param name="path">Path of the file.</param>
    /// <param name="convert">Converts the picture; its input errors are reasons to skip the file.</param>
    /// <param name="content">The bytes of the picture; null to read the file.</param>
    /// <returns>The result of <paramref name="convert"/>; null if the file is skipped.</returns>
    /// <exception cref="PixelGptException">The file cannot be read, and reading is strict.</exception>
    public T? Read<T>(string path, Func<PictureContent, T> convert, ReadOnlyMemory<byte>? content = null)
        where T : class
    {
        if (_excluded.Contains(path)) return null;
        try
        {
            PictureContent picture = content is { } bytes ? formats.Read(bytes, path) : formats.Read(path);
            if (isStrict && picture.Warnings.Count > 0) throw new InputException($"{path}: {picture.Warnings[0]}; save the picture again, or leave out --strict");
            if (picture.Frames[0].IsOverview)
            {
                _excluded.Add(path);
                Overviews++;
                return null;
            }

            T result = convert(picture);
            foreach (string message in (string[])[.. picture.Warnings, .. picture.Notes]) _warnings.Add($"{path}: {message}");
            if (picture.IsLossy) _lossy.Add(path);
            if (picture.Frames.Count > 1) _animated[path] = picture.Frames.Count;
            return result;
        }
        catch (PixelGptException e) when (!isStrict)
        {
            _excluded.Add(path);
            _skipped.Add(e.Message);
            return null;
        }
    }
}
