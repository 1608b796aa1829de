namespace PixelGpt.Imaging;

/// <summary>The pictures of a folder, ordered by file name.</summary>
internal sealed class PictureFolder
{
    /// <summary>Maximum number of pixels of all pictures together; 4 GiB.</summary>
    private const long MaxPixels = 1L << 30;

    private PictureFolder(string path, List<string> names, List<PixelImage> pictures, PictureFileReader reader, int macFiles) =>
        (Path, Names, Pictures, Reader, MacFiles) = (path, names, pictures, reader, macFiles);

    /// <summary>The path of the folder.</summary>
    public string Path { get; }

    /// <summary>The file names of the pictures without extension; for files with several frames with the number of the frame.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The pictures.</summary>
    public IReadOnlyList<PixelImage> Pictures { get; }

    /// <summary>The reader of the files, which lists the skipped ones and the warnings.</summary>
    public PictureFileReader Reader { get; }

    /// <summary>The number of ignored side files of macOS.</summary>
    public int MacFiles { get; }

    /// <summary>Reads all pictures of a folder, without its subfolders.</summary>
    /// <param name="path">Path of the folder.</param>
    /// <param name="formats">The formats that can be read.</param>
    /// <param name="isStrict">Whether a file that cannot be read is an error; otherwise it is skipped.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per picture.</param>
    /// <returns>The pictures of the folder.</returns>
    /// <exception cref="InputException">The folder does not exist, has no pictures, has an invalid one and reading is strict, or is too large for memory.</exception>
    /// <exception cref="FailureException">A file cannot be read.</exception>
    public static PictureFolder Load(string path, PictureFormats formats, bool isStrict = false, CancellationToken cancellationToken = default)
    {
        if (!Directory.Exists(path)) throw new InputException($"{path}: no such folder; expected a folder of {formats.Names} pictures");
        string[] named = [.. Directory.EnumerateFiles(path).Where(f => formats.HasExtension(f) || PictureFileName.IsPicture(f)).Order(StringComparer.Ordinal)];
        string[] files = [.. named.Where(f => !PictureFileName.IsMacSideFile(System.IO.Path.GetFileName(f)))];
        if (files.Length == 0) throw new InputException($"{path}: the folder contains no {formats.Names} pictures");
        var reader = new PictureFileReader(formats, isStrict);
        var names = new List<string>();
        var pictures = new List<PixelImage>();
        long pixels = 0;
        foreach (string file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (reader.Read(file, picture => picture.Frames) is not { } frames) continue;
            string name = System.IO.Path.GetFileNameWithoutExtension(file);
            names.AddRange(frames.Count == 1 ? [name] : Enumerable.Range(1, frames.Count).Select(number => $"{name}, frame {number}"));
            pictures.AddRange(frames);
            if ((pixels += frames.Sum(frame => (long)frame.Pixels.Length)) > MaxPixels) throw new InputException($"{path}: the pictures have more than {MaxPixels} pixels in total, which do not fit into memory; use fewer or smaller pictures");
        }

        if (pictures.Count == 0) throw new InputException($"{path}: no picture remains: {reader.DescribeSkipped()}");
        return new PictureFolder(path, names, pictures, reader, named.Length - files.Length);
    }
}
