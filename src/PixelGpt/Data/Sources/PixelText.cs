using System.Text;

namespace PixelGpt.Data.Sources;

/// <summary>
/// Reads pixel text: one sprite per line as palette indices separated by spaces. The file is read in chunks, so
/// its text does not have to fit into memory.
/// </summary>
internal sealed class PixelText
{
    private const int ChunkBytes = 1 << 18;
    private const int LongestLineBytes = 1 << 26;

    private readonly string _path;
    private readonly Palette _palette;
    private readonly (int Width, int Height)? _given;
    private readonly List<Sprite> _sprites = [];
    private readonly IReadOnlyList<(int Width, int Height)>? _sizes;
    private (int Width, int Height) _size;
    private int[] _pixels = [];
    private int _line;
    private int _emptyLine;
    private long _pixelCount;

    private PixelText(string path, Palette palette, (int Width, int Height)? given, IReadOnlyList<(int Width, int Height)>? sizes) =>
        (_path, _palette, _given, _sizes) = (path, palette, given, sizes);

    /// <summary>Reads all sprites of a file. All have the size of the first.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="palette">Palette of the indices.</param>
    /// <param name="given">Size that the user gave; null for square sprites.</param>
    /// <param name="progress">Receives the number of bytes read; may be null.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per chunk.</param>
    /// <exception cref="InputException">A line is not a sprite, or the file is empty.</exception>
    public static IReadOnlyList<Sprite> Read(
        string path, Palette palette, (int Width, int Height)? given, IProgress<SourceProgress>? progress, CancellationToken cancellationToken) =>
        new PixelText(path, palette, given, sizes: null).ReadFile(progress, cancellationToken);

    /// <summary>Reads all sprites of a file, which have given sizes.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="palette">Palette of the indices.</param>
    /// <param name="sizes">Size of each sprite.</param>
    /// <param name="progress">Receives the number of bytes read; may be null.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per chunk.</param>
    /// <exception cref="InputException">A line is not a sprite of its size, the file is empty, or the number of lines is not the number of sizes.</exception>
    public static IReadOnlyList<Sprite> ReadMixed(
        string path, Palette palette, IReadOnlyList<(int Width, int Height)> sizes, IProgress<SourceProgress>? progress, CancellationToken cancellationToken) =>
        new PixelText(path, palette, given: null, sizes).ReadFile(progress, cancellationToken);

    private List<Sprite> ReadFile(IProgress<SourceProgress>? progress, CancellationToken cancellationToken)
    {
        using var stream = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        using Stream text = InUtf8(stream);
        ReadLines(text, stream, progress, cancellationToken);
        if (_sprites.Count < (_sizes?.Count ?? 0)) throw new InputException($"{_path}: the file has {_sprites.Count} sprites, but {SizesText.FileName} has the sizes of {_sizes!.Count}");
        return _sprites.Count > 0
            ? _sprites
            : throw new InputException($"{_path}: the file is empty; expected one sprite per line, as palette indices separated by spaces");
    }

    /// <summary>Converts a file to UTF-8 if it has a byte order mark of UTF-16.</summary>
    private static Stream InUtf8(FileStream file)
    {
        if (!file.CanSeek) return file;
        Span<byte> mark = stackalloc byte[2];
        int length = file.ReadAtLeast(mark, mark.Length, throwOnEndOfStream: false);
        file.Position = 0;
        foreach (Encoding encoding in (Encoding[])[Encoding.Unicode, Encoding.BigEndianUnicode])
        {
            if (mark[..length].SequenceEqual(encoding.Preamble)) return Encoding.CreateTranscodingStream(file, encoding, Encoding.UTF8, leaveOpen: true);
        }

        return file;
    }

    private void ReadLines(Stream text, FileStream file, IProgress<SourceProgress>? progress, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[ChunkBytes];
        int filled = 0;
        for (int read; (read = text.Read(buffer, filled, buffer.Length - filled)) > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (file.CanSeek) progress?.Report(new SourceProgress($"reading {_path}", file.Position, file.Length));
            filled += read;
            int start = 0;
            for (int length; (length = buffer.AsSpan(start, filled - start).IndexOf((byte)'\n')) >= 0; start += length + 1)
                AddLine(buffer.AsSpan(start, length));

            filled -= start;
            buffer.AsSpan(start, filled).CopyTo(buffer);
            if (filled < buffer.Length) continue;
            if (buffer.Length >= LongestLineBytes)
                throw InputException.At(_path, _line + 1, $"the line is longer than {LongestLineBytes >> 20} MiB; expected one sprite per line");
            Array.Resize(ref buffer, buffer.Length * 2);
        }

        if (filled > 0) AddLine(buffer.AsSpan(0, filled));
    }

    private void AddLine(ReadOnlySpan<byte> line)
    {
        _line++;
        if (_line == 1 && line.StartsWith(Encoding.UTF8.Preamble)) line = line[Encoding.UTF8.Preamble.Length..];
        if (line.EndsWith((byte)'\r')) line = line[..^1];
        int count = Parse(line);
        if (count == 0)
        {
            if (_emptyLine == 0) _emptyLine = _line;
            return;
        }

        // Only lines at the end of the file may be empty.
        if (_emptyLine > 0) throw InputException.At(_path, _emptyLine, "the line is empty; expected one sprite per line, as palette indices separated by spaces");
        if (_sizes is not null) _size = _sprites.Count < _sizes.Count ? _sizes[_sprites.Count] : throw InputException.At(_path, _line, $"{SizesText.FileName} has no size for this sprite; it has the sizes of {_sizes.Count} sprites");
        else if (_sprites.Count == 0) _size = SpriteSize.Of(count, _given, $"{_path}:{_line}");
        if (count != _size.Width * _size.Height) throw InputException.At(_path, _line, WrongCount(count));
        DatasetLimits.Check(_sprites.Count + 1, _pixelCount += count, _path);
        _sprites.Add(new Sprite(_size.Width, _size.Height, _pixels.AsSpan(0, count)));
    }

    private string WrongCount(int count)
    {
        string problem = $"expected {_size.Width * _size.Height} pixels for a sprite of {_size.Width}×{_size.Height} (got {count})";
        return _sizes is not null ? $"{problem}; {SizesText.FileName} has its size in line {_line}" : $"{problem}; sprites of mixed sizes need the file {SizesText.FileName} with one line 'WIDTH HEIGHT' per sprite";
    }

    /// <summary>Parses the indices of a line into <see cref="_pixels"/> and returns their number.</summary>
    private int Parse(ReadOnlySpan<byte> line)
    {
        int most = (line.Length + 1) / 2; // each index has at least one digit and one space
        if (_pixels.Length < most) _pixels = new int[most];
        int count = 0, at = 0;
        while (true)
        {
            while (at < line.Length && IsSpace(line[at])) at++;
            if (at == line.Length) return count;
            int start = at;
            long value = 0;
            for (; at < line.Length && char.IsAsciiDigit((char)line[at]); at++)
            {
                if (value < _palette.Count) value = (value * 10) + (line[at] - '0'); // a value outside the palette stays outside, so overflow cannot occur
            }

            if (value >= _palette.Count || (at < line.Length && !IsSpace(line[at]))) throw NotAnIndex(line[start..]);
            _pixels[count++] = (int)value;
        }
    }

    private InputException NotAnIndex(ReadOnlySpan<byte> rest)
    {
        int end = rest.IndexOfAny((byte)' ', (byte)'\t');
        string word = Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
        return InputException.At(
            _path, _line, $"a palette index must be 0 to {_palette.Count - 1}, because the palette has {_palette.Count} colours (got '{Excerpt.Of(word)}')");
    }

    private static bool IsSpace(byte character) => character is (byte)' ' or (byte)'\t';
}
