namespace PixelGpt.Studio.Contracts;

/// <summary>A picture file to convert to a model's palette, or to its own colours. Without options, a picture that is too large is reduced by the factor by which it was enlarged.</summary>
/// <param name="Model">The model's id.</param>
/// <param name="Image">A picture file in base64: PNG, Aseprite, GIF, BMP, WebP, JPEG, TIFF or TGA.</param>
internal sealed record ImageBody(string Model, byte[] Image)
{
    /// <summary>Whether to return all frames of an animation, without the following options; otherwise only the first one.</summary>
    public bool Frames { get; set; }

    /// <summary>The part of the file to import, in its pixels; null for all of it.</summary>
    public CropBody? Crop { get; set; }

    /// <summary>The factor to divide width and height by, 1 to 256: one pixel of each block is taken; null to detect it if neither <c>size</c> is given nor the picture fits.</summary>
    public int? Scale { get; set; }

    /// <summary>The size to resize to, after <c>crop</c> and <c>scale</c>; null to keep the size.</summary>
    public SizeBody? Size { get; set; }

    /// <summary>How <c>size</c> is reached: nearest, box (the mean of the area) or majority (the most frequent colour of the area).</summary>
    public string Filter { get; set; } = "nearest";

    /// <summary>The colours of the result as #rrggbb, starting with the background; only for models with free_palette. Null for the colours of the picture.</summary>
    public IReadOnlyList<string>? Palette { get; set; }

    /// <summary>The maximum number of colours of the result including the background, 2 to 256, if <c>palette</c> is null; only for models with free_palette.</summary>
    public int? MaxColors { get; set; }

    /// <summary>Whether colours that the palette does not have are mixed from two of it in a pattern.</summary>
    public bool Dither { get; set; }

    /// <summary>Which pixels are background: auto (transparent ones, or else those of the most frequent colour on the edge), none (only transparent ones), or those of a colour #rrggbb and transparent ones.</summary>
    public string Background { get; set; } = "auto";
}

/// <summary>A rectangle in a picture, in pixels.</summary>
/// <param name="X">The first column.</param>
/// <param name="Y">The first row.</param>
/// <param name="Width">The number of columns.</param>
/// <param name="Height">The number of rows.</param>
internal sealed record CropBody(int X, int Y, int Width, int Height);

/// <summary>The size of a picture in pixels.</summary>
/// <param name="Width">The width.</param>
/// <param name="Height">The height.</param>
internal sealed record SizeBody(int Width, int Height);

/// <summary>A picture file to describe.</summary>
/// <param name="Image">The file in base64.</param>
internal sealed record PictureFileBody(byte[] Image);

/// <summary>A description of a picture file.</summary>
/// <param name="Width">The width in pixels.</param>
/// <param name="Height">The height in pixels.</param>
/// <param name="Frames">The number of frames; the other values describe the first one.</param>
/// <param name="Scale">The factor by which the picture was enlarged; 1 if it was not.</param>
/// <param name="Colors">The number of different opaque colours; 257 stands for more than 256.</param>
/// <param name="Transparent">Whether the picture has transparent pixels.</param>
/// <param name="Background">The most frequent colour on the edge, as #rrggbb, which is the background if no pixel is transparent.</param>
/// <param name="Content">The smallest rectangle that has everything except the background.</param>
/// <param name="Preview">The picture as a PNG in base64, reduced to 512 pixels if it is larger.</param>
/// <param name="Notes">What a user may want to know about the file.</param>
internal sealed record PictureFactsBody(int Width, int Height, int Frames, int Scale, int Colors, bool Transparent, string Background, CropBody Content, byte[] Preview, IReadOnlyList<string> Notes);
