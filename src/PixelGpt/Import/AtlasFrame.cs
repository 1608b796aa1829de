using PixelGpt.Imaging;

namespace PixelGpt.Import;

/// <summary>One sprite of an atlas.</summary>
/// <param name="Name">Name of the frame.</param>
/// <param name="Area">The part of the sheet; its size is that before the rotation.</param>
/// <param name="IsRotated">Whether the sprite is rotated clockwise by 90° in the sheet.</param>
/// <param name="Size">Size of the sprite before its transparent edges were trimmed.</param>
/// <param name="Offset">Position of the part in the sprite.</param>
/// <param name="Group">Frames with the same group stay in one split.</param>
internal sealed record AtlasFrame(string Name, PixelArea Area, bool IsRotated, (int Width, int Height) Size, (int X, int Y) Offset, string Group)
{
    /// <summary>Returns the sprite as it was before it was trimmed and rotated.</summary>
    /// <exception cref="InputException">The frame is not completely inside the sheet.</exception>
    public PixelImage CutFrom(PixelImage sheet)
    {
        (int width, int height) = IsRotated ? (Area.Height, Area.Width) : (Area.Width, Area.Height);
        if ((long)Area.X + width > sheet.Width || (long)Area.Y + height > sheet.Height)
            throw new InputException($"frame '{Excerpt.Of(Name)}' is not completely inside the sheet of {sheet.Width}×{sheet.Height} pixels; export sheet and atlas together");
        var sprite = new PixelImage(Size.Width, Size.Height);
        for (int y = 0; y < Area.Height; y++)
        {
            for (int x = 0; x < Area.Width; x++)
                sprite[Offset.X + x, Offset.Y + y] = IsRotated ? sheet[Area.X + Area.Height - 1 - y, Area.Y + x] : sheet[Area.X + x, Area.Y + y];
        }

        return sprite;
    }
}
