using PixelGpt.Data;

namespace PixelGpt.Models;

/// <summary>
/// What holds for all pixels of a picture and is not in its tokens: its size, the order of its pixels,
/// and how distribution augmentation (Jun et al. 2020) changed it. The default value stands for an unchanged picture of the model's own size.
/// </summary>
/// <param name="Width">Width in pixels; 0 for the width of the model.</param>
/// <param name="Height">Height in pixels; 0 for the height of the model.</param>
internal readonly record struct PictureContext(int Width, int Height)
{
    /// <summary>Whether the picture was mirrored left to right.</summary>
    public bool IsFlipped { get; init; }

    /// <summary>The number of quarter turns that the picture was rotated by, clockwise, before it was mirrored: 0 to 3.</summary>
    public int Turns { get; init; }

    /// <summary>The number of pixels that the picture was moved to the right; negative to the left.</summary>
    public int ShiftX { get; init; }

    /// <summary>The number of pixels that the picture was moved down; negative up.</summary>
    public int ShiftY { get; init; }

    /// <summary>What augmentations of a program tell the model about the picture; 0 for an unchanged picture.</summary>
    public int Condition { get; init; }

    /// <summary>The order of the pixels in the sequence; null for raster order.</summary>
    public PixelOrder? Order { get; init; }

    /// <summary>Returns the context of an unchanged sprite.</summary>
    /// <param name="sprite">The sprite.</param>
    public static PictureContext Of(Sprite sprite) => new(sprite.Width, sprite.Height);
}
