namespace PixelGpt.Formats.Zip;

/// <summary>A file in an archive, as the central directory tells of it.</summary>
/// <param name="Name">Its name; never a path to anything.</param>
/// <param name="IsDeflated">Whether it is packed.</param>
/// <param name="Crc">The CRC-32 of its content.</param>
/// <param name="PackedLength">Its bytes in the archive.</param>
/// <param name="Length">Its bytes unpacked.</param>
/// <param name="Begin">Where its header lies.</param>
internal sealed record ZipEntry(string Name, bool IsDeflated, uint Crc, long PackedLength, long Length, long Begin);
