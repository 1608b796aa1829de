namespace PixelGpt.Compatibility;

/// <summary>Members of <see cref="Convert"/> that .NET 8 does not have.</summary>
internal static class HexExtensions
{
    extension(Convert)
    {
        /// <summary>Converts bytes to lower-case hexadecimal.</summary>
        public static string ToHexStringLower(ReadOnlySpan<byte> bytes) => Convert.ToHexString(bytes).ToLowerInvariant();
    }
}
