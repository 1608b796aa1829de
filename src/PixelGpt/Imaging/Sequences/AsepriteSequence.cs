using System.Runtime.InteropServices;
using PixelGpt.Imaging.Aseprite;

namespace PixelGpt.Imaging.Sequences;

/// <summary>
/// Aseprite files of pictures at their original size: each picture is a frame. If some of the pixels were given, they are on a
/// locked layer of their own. Sketches are on a hidden layer above. The file is indexed if the pictures have at most 255 colours and no translucent pixels, otherwise RGBA.
/// </summary>
internal sealed class AsepriteSequence(string extension) : ISequenceWriter
{
    private const int MaxColors = 255;

    /// <inheritdoc/>
    public string Extension => extension;

    /// <inheritdoc/>
    public string Description => "Aseprite";

    /// <inheritdoc/>
    public IReadOnlyList<string> FilesOf(string path) => [path];

    /// <inheritdoc/>
    public string? Write(string path, PictureSequence sequence)
    {
        AsepriteWriter.Write(path, ToFile(sequence));
        return null;
    }

    /// <summary>Converts pictures to an Aseprite file.</summary>
    /// <exception cref="InputException">The pictures have too many pixels.</exception>
    public static AsepriteFile ToFile(PictureSequence sequence)
    {
        sequence.CheckPixels(scale: 1);
        Rgba[]? palette = PaletteOf(sequence);
        Rgba[] colors = palette ?? [.. sequence.Colors.Take(MaxColors).Select(Rgba.From)];
        Dictionary<Rgba, byte>? indices = palette?.Select((color, i) => (color, i)).ToDictionary(c => c.color, c => (byte)c.i);
        bool hasGiven = sequence.Frames.Any(f => f.Drawn is not null);
        AsepriteLayer[] pictures = hasGiven ? [new AsepriteLayer("given") { IsEditable = false }, new AsepriteLayer("drawn")] : [new AsepriteLayer("pictures")];
        AsepriteLayer[] layers = sequence.Frames.Any(f => f.Sketch is not null) ? [.. pictures, new AsepriteLayer("sketch") { IsVisible = false }] : pictures;
        var previous = new AsepriteCelImage?[layers.Length];
        var frames = new List<AsepriteFrame>();
        foreach (SequenceFrame frame in sequence.Frames)
        {
            (int x, int y) = sequence.PositionOf(frame);
            var cels = new List<AsepriteCel>();
            for (int layer = 0; layer < layers.Length; layer++)
            {
                bool isDrawnLayer = layer == pictures.Length - 1, isSketch = layer == pictures.Length;
                if (isSketch && frame.Sketch is null) continue;
                byte[] pixels = isSketch ? PixelsOf(frame.Sketch!, indices, _ => true) : PixelsOf(frame.Image, indices, i => !hasGiven || (frame.Drawn?[i] ?? true) == isDrawnLayer);
                if (!pixels.AsSpan().ContainsAnyExcept((byte)0)) continue;

                // Cels with the same pixels are linked.
                if (previous[layer] is not { } same || (same.Width, same.Height) != (frame.Image.Width, frame.Image.Height) || !same.Pixels.AsSpan().SequenceEqual(pixels))
                    previous[layer] = new AsepriteCelImage(frame.Image.Width, frame.Image.Height, pixels);
                cels.Add(new AsepriteCel(layer, x, y, previous[layer]!));
            }

            frames.Add(new AsepriteFrame(frame.Duration, colors, cels));
        }

        return new AsepriteFile
        {
            Width = sequence.Width,
            Height = sequence.Height,
            ColorMode = palette is null ? AsepriteColorMode.Rgba : AsepriteColorMode.Indexed,
            Layers = layers,
            Frames = frames,
            Tags = [.. sequence.Tags.Select(t => new AsepriteTag(t.Name, t.First, t.Last))],
        };
    }

    /// <summary>Returns the palette, whose first colour is transparent; null if the pictures need more colours, or alpha values.</summary>
    private static Rgba[]? PaletteOf(PictureSequence sequence)
    {
        var used = new HashSet<Rgba>();
        foreach (PixelImage image in sequence.Frames.SelectMany(f => (IEnumerable<PixelImage>)(f.Sketch is null ? [f.Image] : [f.Image, f.Sketch])))
        {
            foreach (Rgba pixel in image.Pixels)
            {
                if (pixel.A is > 0 and < 255) return null;
                if (pixel.A == 255 && used.Add(pixel) && used.Count > MaxColors) return null;
            }
        }

        Rgba[] known = [.. sequence.Colors.Select(Rgba.From).Distinct()];
        Rgba[] all = [.. known.Union(used)];
        if (all.Length > MaxColors) all = [.. known.Where(used.Contains).Union(used)];
        return [default, .. all];
    }

    private static byte[] PixelsOf(PixelImage image, Dictionary<Rgba, byte>? indices, Func<int, bool> isShown)
    {
        var pixels = new Rgba[image.Pixels.Length];
        for (int i = 0; i < pixels.Length; i++)
        {
            if (image.Pixels[i].A > 0 && isShown(i)) pixels[i] = image.Pixels[i];
        }

        return indices is null ? MemoryMarshal.AsBytes(pixels.AsSpan()).ToArray() : [.. pixels.Select(pixel => indices[pixel])];
    }
}
