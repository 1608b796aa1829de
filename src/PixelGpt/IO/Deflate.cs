namespace PixelGpt.IO;

/// <summary>Properties of the Deflate format (RFC 1951), by which declared sizes are checked before memory is allocated.</summary>
internal static class Deflate
{
    /// <summary>Maximum compression ratio: 258 bytes in 2 bits.</summary>
    public const long MaxRatio = 1032;
}
