namespace PixelGpt.Formats.Zip;

/// <summary>A file in a zip archive, as described by the central directory.</summary>
/// <param name="Name">Name of the entry. It is never used as a path.</param>
/// <param name="IsDeflated">Whether the entry is compressed.</param>
/// <param name="Crc">CRC-32 of the content.</param>
/// <param name="PackedLength">Number of bytes in the archive.</param>
/// <param name="Length">Number of bytes after decompression.</param>
/// <param name="Begin">Offset of the local header.</param>
internal sealed record ZipEntry(string Name, bool IsDeflated, uint Crc, long PackedLength, long Length, long Begin);
