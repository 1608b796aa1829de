namespace PixelGpt.Imaging;

/// <summary>Limits for reading a picture file.</summary>
public sealed record PictureLimits
{
    /// <summary>Maximum number of frames in a file.</summary>
    public const int MaxFrames = 1 << 16;

    /// <summary>The limits of <see cref="PixelImage"/>, for all frames together.</summary>
    public static PictureLimits Default { get; } = new();

    /// <summary>The maximum number of pixels of all frames that are read.</summary>
    public long MaxPixels { get; init; } = PixelImage.MaxPixels;

    /// <summary>The number of frames to read. Frames after them are only counted.</summary>
    public int Frames { get; init; } = MaxFrames;

    /// <summary>Returns the number of frames to read of a file.</summary>
    /// <param name="count">The number of frames in the file.</param>
    /// <returns>The number of frames to read, at least 1.</returns>
    public int FramesOf(int count) => Math.Clamp(count, 1, Math.Max(1, Frames));

    /// <summary>Checks the size that a file declares.</summary>
    /// <param name="name">Name used in the error message.</param>
    /// <param name="width">The width of each frame.</param>
    /// <param name="height">The height of each frame.</param>
    /// <param name="frames">The number of frames to read.</param>
    /// <exception cref="InputException">A side is not positive, or the frames have too many pixels in total.</exception>
    public void Check(string name, long width, long height, int frames)
    {
        if (frames > MaxFrames) throw new InputException($"{name}: the file has {frames} frames; the maximum is {MaxFrames}; divide it");
        if (PixelImage.SizeFault(width, height) is { } fault) throw new InputException($"{name}: {fault}");
        if (width * height * frames <= MaxPixels) return;
        throw new InputException(frames == 1
            ? $"{name}: {width}×{height} pixels exceed the limit of {MaxPixels} pixels; use the picture at its original size"
            : $"{name}: {frames} frames of {width}×{height} pixels exceed the limit of {MaxPixels} pixels in total; use fewer or smaller frames");
    }
}
