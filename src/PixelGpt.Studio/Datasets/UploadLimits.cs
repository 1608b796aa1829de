namespace PixelGpt.Studio.Datasets;

/// <summary>The limits of an upload: far above the pictures of an artist, and low enough for the memory of a small computer.</summary>
internal static class UploadLimits
{
    /// <summary>Maximum size of the request body: the files in base64, and their names.</summary>
    public const long MaxBodyBytes = 48 << 20;

    /// <summary>Maximum size of all files together, unpacked.</summary>
    public const long MaxBytes = 32 << 20;

    /// <summary>Maximum number of files, those in zip files included.</summary>
    public const int MaxFiles = 4000;

    /// <summary>Maximum number of pixels of all pictures together, enlarged ones at their size in the file.</summary>
    public const long MaxPixels = 1 << 24;

    /// <summary>Maximum number of frames of a picture.</summary>
    public const int MaxFrames = 1024;
}
