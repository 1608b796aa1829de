namespace PixelGpt.Imaging.Aseprite;

/// <summary>
/// Draws the frames of an Aseprite file: the visible layers from bottom to top, each with its opacity and that of the cel, in
/// the order of the z-indices. Every blend mode is normal.
/// </summary>
internal sealed class AsepriteRenderer
{
    private const int Whole = -1;

    private readonly AsepriteFile _file;
    private readonly List<int>[] _children;

    /// <summary>Prepares the layers of a file.</summary>
    /// <param name="file">The file.</param>
    public AsepriteRenderer(AsepriteFile file)
    {
        _file = file;
        _children = [.. file.Layers.Select(_ => new List<int>()), []];
        var groups = new List<int>();
        for (int i = 0; i < file.Layers.Count; i++)
        {
            groups.RemoveRange(Math.Min(groups.Count, file.Layers[i].ChildLevel), Math.Max(0, groups.Count - file.Layers[i].ChildLevel));
            ChildrenOf(groups.Count == 0 ? Whole : groups[^1]).Add(i);
            groups.Add(i);
        }
    }

    /// <summary>The number of pixels of the drawn frames whose index is not in the palette, and which are therefore transparent.</summary>
    public int Outside { get; private set; }

    /// <summary>Draws a frame.</summary>
    /// <param name="frame">Index of the frame.</param>
    public PixelImage Render(int frame) => Compose(_file.Frames[frame], _file.Frames[frame].Cels.ToDictionary(c => c.Layer), Whole);

    private PixelImage Compose(AsepriteFrame frame, Dictionary<int, AsepriteCel> cels, int group)
    {
        var image = new PixelImage(_file.Width, _file.Height);
        var items = new List<(int Order, int ZIndex, int Layer)>();
        Collect(cels, group, items);
        foreach ((_, _, int layer) in items.OrderBy(i => i.Order).ThenBy(i => i.ZIndex))
        {
            byte opacity = _file.Layers[layer].Opacity;
            if (_file.Layers[layer].IsGroup) Blend(image, Compose(frame, cels, layer), opacity);
            else Draw(image, cels[layer], frame.Palette, opacity);
        }

        return image;
    }

    /// <summary>Lists the cels and the translucent groups of a group, which are drawn one over the other.</summary>
    private void Collect(Dictionary<int, AsepriteCel> cels, int group, List<(int Order, int ZIndex, int Layer)> items)
    {
        foreach (int i in ChildrenOf(group))
        {
            AsepriteLayer layer = _file.Layers[i];
            if (!layer.IsVisible || layer.IsReference) continue;
            if (layer.IsGroup && _file.HasGroupOpacity && layer.Opacity < 255) items.Add((i, 0, i));
            else if (layer.IsGroup) Collect(cels, i, items);
            else if (cels.TryGetValue(i, out AsepriteCel? cel)) items.Add((i + cel.ZIndex, cel.ZIndex, i));
        }
    }

    private List<int> ChildrenOf(int group) => group == Whole ? _children[^1] : _children[group];

    private void Draw(PixelImage image, AsepriteCel cel, Rgba[] palette, byte layerOpacity)
    {
        byte opacity = Multiply(cel.Opacity, layerOpacity);
        int? transparent = _file.Layers[cel.Layer].IsBackground ? null : _file.TransparentIndex;
        int left = Math.Max(0, cel.X), right = Math.Min(_file.Width, cel.X + cel.Image.Width);
        for (int y = Math.Max(0, cel.Y); y < Math.Min(_file.Height, cel.Y + cel.Image.Height); y++)
        {
            Span<Rgba> row = image.Row(y);
            for (int x = left; x < right; x++)
            {
                int at = (((y - cel.Y) * cel.Image.Width) + x - cel.X) * _file.PixelBytes;
                row[x] = Over(row[x], ColorAt(cel.Image.Pixels, at, palette, transparent), opacity);
            }
        }
    }

    private Rgba ColorAt(byte[] pixels, int at, Rgba[] palette, int? transparent)
    {
        switch (_file.ColorMode)
        {
            case AsepriteColorMode.Rgba:
                return new Rgba(pixels[at], pixels[at + 1], pixels[at + 2], pixels[at + 3]);
            case AsepriteColorMode.Gray:
                return new Rgba(pixels[at], pixels[at], pixels[at], pixels[at + 1]);
            default:
                if (pixels[at] == transparent) return default;
                if (pixels[at] < palette.Length) return palette[pixels[at]];
                Outside++;
                return default;
        }
    }

    private static void Blend(PixelImage image, PixelImage over, byte opacity)
    {
        for (int i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = Over(image.Pixels[i], over.Pixels[i], opacity);
    }

    /// <summary>Draws a colour over another one (Porter and Duff 1984, "over", with colours that are not premultiplied).</summary>
    private static Rgba Over(Rgba below, Rgba above, byte opacity)
    {
        byte alpha = Multiply(above.A, opacity);
        if (alpha == 0) return below;
        if (below.A == 0 || alpha == 255) return above with { A = alpha };
        int sum = below.A + alpha - Multiply(below.A, alpha);
        return new Rgba(Mix(below.R, above.R), Mix(below.G, above.G), Mix(below.B, above.B), (byte)sum);

        byte Mix(int from, int to) => (byte)(from + ((to - from) * alpha / sum));
    }

    /// <summary>Multiplies two fractions of 255, rounded.</summary>
    private static byte Multiply(int a, int b) => (byte)(((a * b) + 127) / 255);
}
