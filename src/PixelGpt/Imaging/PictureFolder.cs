namespace PixelGpt.Imaging;

/// <summary>The PNG pictures of a folder, ordered by file name.</summary>
internal sealed class PictureFolder
{
    /// <summary>Maximum number of pixels of all pictures together; 4 GiB.</summary>
    private const long MaxPixels = 1L << 30;

    private PictureFolder(string path, string[] names, PixelImage[] pictures) => (Path, Names, Pictures) = (path, names, pictures);

    /// <summary>The path of the folder.</summary>
    public string Path { get; }

    /// <summary>The file names of the pictures without extension.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The pictures.</summary>
    public IReadOnlyList<PixelImage> Pictures { get; }

    /// <summary>Reads all files <c>*.png</c> of a folder, without its subfolders.</summary>
    /// <param name="path">Path of the folder.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per picture.</param>
    /// <returns>The pictures of the folder.</returns>
    /// <exception cref="InputException">The folder does not exist, has no pictures, has an invalid one, or is too large for memory.</exception>
    /// <exception cref="FailureException">A file cannot be read.</exception>
    public static PictureFolder Load(string path, CancellationToken cancellationToken = default)
    {
        if (!Directory.Exists(path)) throw new InputException($"{path}: no such folder; expected a folder of PNG pictures");
        string[] files = [.. Directory.EnumerateFiles(path).Where(f => f.EndsWith(".png", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)];
        if (files.Length == 0) throw new InputException($"{path}: the folder contains no PNG pictures");
        var pictures = new PixelImage[files.Length];
        long pixels = 0;
        for (int i = 0; i < files.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            pictures[i] = PngReader.Read(files[i]);
            if ((pixels += pictures[i].Pixels.Length) > MaxPixels) throw new InputException($"{path}: the pictures have more than {MaxPixels} pixels in total, which do not fit into memory; use fewer or smaller pictures");
        }

        return new PictureFolder(path, [.. files.Select(f => System.IO.Path.GetFileNameWithoutExtension(f))], pictures);
    }
}
