namespace PixelGpt.Models;

/// <summary>The sizes of pictures that a model supports: one width, or any up to a maximum.</summary>
/// <param name="Width">The width that all pictures have; 0 if each picture has its own.</param>
/// <param name="MaxWidth">The maximum width.</param>
/// <param name="MaxHeight">The maximum height.</param>
internal readonly record struct PictureSizes(int Width, int MaxWidth, int MaxHeight)
{
    /// <summary>Whether each picture has its own size.</summary>
    public bool IsAny => Width == 0;

    /// <summary>Returns the width of a picture.</summary>
    /// <param name="picture">The picture.</param>
    public int WidthOf(PictureContext picture) => Width > 0 ? Width : picture.Width;

    /// <summary>Returns the height of a picture.</summary>
    /// <param name="picture">The picture.</param>
    public int HeightOf(PictureContext picture) => picture.Height > 0 ? picture.Height : MaxHeight;
}
