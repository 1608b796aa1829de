using System.Buffers.Binary;
using System.Text;
using PixelGpt.Imaging;

namespace PixelGpt.Data.Palettes;

/// <summary>
/// Adobe Swatch Exchange (<c>.ase</c>): the signature <c>ASEF</c>, the version, the number of blocks, and blocks with a type and
/// a length, big-endian. A block of a colour has a name, a colour model and one float per channel. Groups are ignored.
/// </summary>
internal sealed class AdobeSwatches : IPaletteFormat
{
    private const int HeaderBytes = 12;
    private const int BlockHeaderBytes = 6;
    private const int ColorBlock = 1;

    /// <inheritdoc/>
    public string Name => "Adobe swatches";

    /// <inheritdoc/>
    public string Extension => ".ase";

    /// <inheritdoc/>
    public bool Recognizes(ReadOnlySpan<byte> bytes) => bytes.StartsWith("ASEF"u8);

    /// <inheritdoc/>
    public Palette Read(ReadOnlySpan<byte> bytes, string path)
    {
        if (!Recognizes(bytes) || bytes.Length < HeaderBytes) throw new InputException($"{path}: not a file of Adobe swatches, or truncated");
        var colors = new List<Rgb>();
        for (ReadOnlySpan<byte> rest = bytes[HeaderBytes..]; rest.Length > 0;)
        {
            if (rest.Length < BlockHeaderBytes) throw Truncated(path);
            int type = BinaryPrimitives.ReadUInt16BigEndian(rest);
            uint length = BinaryPrimitives.ReadUInt32BigEndian(rest[2..]);
            if (length > (uint)(rest.Length - BlockHeaderBytes)) throw Truncated(path);
            if (type == ColorBlock) colors.Add(ReadColor(rest.Slice(BlockHeaderBytes, (int)length), colors.Count + 1, path));
            rest = rest[(BlockHeaderBytes + (int)length)..];
        }

        return PaletteText.ToPalette(colors, path);
    }

    private static Rgb ReadColor(ReadOnlySpan<byte> block, int number, string path)
    {
        int at = block.Length < 2 ? int.MaxValue : 2 + (2 * BinaryPrimitives.ReadUInt16BigEndian(block));
        if (at > block.Length - 4) throw Truncated(path);
        string model = Encoding.ASCII.GetString(block.Slice(at, 4)).TrimEnd();
        int channels = model switch
        {
            "RGB" => 3,
            "Gray" => 1,
            _ => throw new InputException($"{path}: swatch {number} has the colour model '{Excerpt.Of(model)}', which is not supported; convert the swatches to RGB"),
        };
        at += 4;
        if (at > block.Length - (4 * channels)) throw Truncated(path);
        Span<byte> values = stackalloc byte[3];
        for (int i = 0; i < 3; i++)
        {
            float value = BinaryPrimitives.ReadSingleBigEndian(block[(at + (4 * Math.Min(i, channels - 1)))..]);
            if (float.IsNaN(value)) throw new InputException($"{path}: swatch {number} has a value that is not a number; save the swatches again");
            values[i] = (byte)Math.Round(255 * Math.Clamp(value, 0, 1));
        }

        return new Rgb(values[0], values[1], values[2]);
    }

    private static InputException Truncated(string path) => new($"{path}: the file of Adobe swatches is damaged or truncated; save the swatches again");
}
