using System.Buffers.Binary;
using PixelGpt.Imaging;

namespace PixelGpt.Data.Palettes;

/// <summary>
/// Adobe colour tables (<c>.act</c>, also written as <c>.pal</c> by other programs; "Adobe Photoshop File Formats Specification", Color Table): 256 colours of three bytes
/// each. Newer files also have the number of used colours and the transparent index (two bytes each, big-endian).
/// </summary>
internal sealed class AdobeColorTable : IPaletteWriter
{
    private const int Colors = 256;
    private const int TableBytes = 3 * Colors;
    private const int LongBytes = TableBytes + 4;
    /// <summary>Bytes up to this one do not occur in text.</summary>
    private const byte LastControlByte = 8;

    private const ushort NoTransparency = 0xFFFF;

    /// <inheritdoc/>
    public string Name => "Adobe";

    /// <inheritdoc/>
    public string Extension => ".act";

    /// <inheritdoc/>
    public bool Recognizes(ReadOnlySpan<byte> bytes) => bytes.Length is TableBytes or LongBytes && bytes.ContainsAnyInRange((byte)0, LastControlByte);

    /// <inheritdoc/>
    public Palette Read(ReadOnlySpan<byte> bytes, string path)
    {
        if (bytes.Length is not (TableBytes or LongBytes)) throw new InputException($"{path}: an Adobe colour table must have {TableBytes} or {LongBytes} bytes (got {bytes.Length})");
        int count = bytes.Length == TableBytes ? Colors : BinaryPrimitives.ReadUInt16BigEndian(bytes[TableBytes..]);
        if (count is < 1 or > Colors) throw new InputException($"{path}: the number of used colours must be 1 to {Colors} (got {count})");
        var colors = new Rgb[count];
        for (int i = 0; i < count; i++) colors[i] = new Rgb(bytes[3 * i], bytes[(3 * i) + 1], bytes[(3 * i) + 2]);
        return new Palette(colors);
    }

    /// <inheritdoc/>
    public byte[] Write(Palette palette, string name)
    {
        ArgumentNullException.ThrowIfNull(palette);
        if (palette.Count > Colors) throw new InputException($"an Adobe colour table (.act) has at most {Colors} colours (got {palette.Count}); use another format, such as .gpl");
        byte[] bytes = new byte[LongBytes];
        for (int i = 0; i < palette.Count; i++) (bytes[3 * i], bytes[(3 * i) + 1], bytes[(3 * i) + 2]) = (palette[i].R, palette[i].G, palette[i].B);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(TableBytes), (ushort)palette.Count);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(TableBytes + 2), NoTransparency);
        return bytes;
    }
}
