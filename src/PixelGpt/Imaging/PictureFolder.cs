namespace PixelGpt.Imaging;

/// <summary>The PNG pictures of a folder, in the order of their names.</summary>
public sealed class PictureFolder
{
    /// <summary>The most pixels of all pictures together: 4 GiB of them.</summary>
    private const long MaxPixels = 1L << 30;

    private PictureFolder(string path, string[] names, PixelImage[] pictures) => (Path, Names, Pictures) = (path, names, pictures);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The pictures' file names without their extension.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The pictures.</summary>
    public IReadOnlyList<PixelImage> Pictures { get; }

    /// <summary>Reads every file <c>*.png</c> that lies in the folder itself.</summary>
    /// <exception cref="InputException">There is no such folder, no picture in it, one that cannot be read, or too much to be held in memory.</exception>
    /// <exception cref="FailureException">A file could not be read.</exception>
    public static PictureFolder Load(string path, CancellationToken cancellationToken = default)
    {
        if (!Directory.Exists(path)) throw new InputException($"{path}: no such folder; give a folder of PNG pictures");
        string[] files = [.. Directory.EnumerateFiles(path).Where(f => f.EndsWith(".png", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)];
        if (files.Length == 0) throw new InputException($"{path}: there is no PNG picture in this folder");
        var pictures = new PixelImage[files.Length];
        long pixels = 0;
        for (int i = 0; i < files.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            pictures[i] = PngReader.Read(files[i]);
            if ((pixels += pictures[i].Pixels.Length) > MaxPixels) throw new InputException($"{path}: its pictures have over {MaxPixels} pixels in all, more than are held in memory; give fewer or smaller ones");
        }

        return new PictureFolder(path, [.. files.Select(f => System.IO.Path.GetFileNameWithoutExtension(f))], pictures);
    }
}
