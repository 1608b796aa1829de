using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Import;
using PixelGpt.Numerics;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Import;

/// <summary>Writes pictures to a temporary folder and imports them.</summary>
internal sealed class ImportFixture : IDisposable
{
    public static readonly Rgba Red = new(200, 30, 40), Blue = new(20, 60, 200), Ink = new(16, 16, 16);

    private readonly TemporaryFolder _folder = new();

    public string Path => _folder.Path;

    public string this[string name] => _folder[name];

    public void Dispose() => _folder.Dispose();

    /// <summary>Creates a sprite of random pixels in three colours and transparency. Different seeds give dissimilar sprites.</summary>
    public static PixelImage Noise(int seed, int width = 8, int height = 8)
    {
        var random = new PhiloxRandom((ulong)seed, stream: 7);
        var image = new PixelImage(width, height);
        foreach (ref Rgba pixel in image.Pixels) pixel = random.NextInt32(4) switch { 0 => Red, 1 => Blue, 2 => Ink, _ => default };
        return image;
    }

    /// <summary>Creates a picture from characters: <c>r</c>, <c>b</c> and <c>#</c> are colours, all others are transparent.</summary>
    public static PixelImage Draw(params string[] rows)
    {
        var image = new PixelImage(rows[0].Length, rows.Length);
        for (int y = 0; y < rows.Length; y++)
        {
            for (int x = 0; x < rows[y].Length; x++) image[x, y] = rows[y][x] switch { 'r' => Red, 'b' => Blue, '#' => Ink, _ => default };
        }

        return image;
    }

    /// <summary>Creates a sheet of pictures with a transparent margin and transparent spacing.</summary>
    public static PixelImage Sheet(IReadOnlyList<PixelImage> pictures, int columns, int margin, int spacing)
    {
        int width = pictures[0].Width + spacing, height = pictures[0].Height + spacing, rows = (pictures.Count + columns - 1) / columns;
        var sheet = new PixelImage((2 * margin) + (columns * width) - spacing, (2 * margin) + (rows * height) - spacing);
        for (int i = 0; i < pictures.Count; i++) sheet.Draw(pictures[i], margin + (i % columns * width), margin + (i / columns * height));
        return sheet;
    }

    /// <summary>Writes a picture and returns its path.</summary>
    public string Write(string name, PixelImage picture)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(_folder[name])!);
        PngWriter.Write(_folder[name], picture);
        return _folder[name];
    }

    /// <summary>Imports the named pictures, or all written ones.</summary>
    public (SpriteDataset Data, ImportReport Report) Import(ImportOptions options, params string[] names) =>
        SpriteImport.Run("mine", PictureFileFinder.Find(names.Length > 0 ? names.Select(n => _folder[n]) : [_folder.Path], isSheet: options.Cutter is not null), options);

    /// <summary>Returns all sprites of a data set, in the order of train, dev and test.</summary>
    public static Sprite[] All(SpriteDataset data) => [.. data[SpriteDataset.Train], .. data[SpriteDataset.Dev], .. data[SpriteDataset.Test]];

    /// <summary>Returns the colours of a picture, with the background for transparent pixels.</summary>
    public static string Colors(PixelImage picture, Rgb background) => string.Join(' ', picture.Pixels.ToArray().Select(p => p.A == 0 ? background : p.Rgb));

    /// <summary>Returns the colours of a sprite.</summary>
    public static string Colors(Sprite sprite, Palette palette) => string.Join(' ', sprite.Pixels.ToArray().Select(p => palette[p]));
}
