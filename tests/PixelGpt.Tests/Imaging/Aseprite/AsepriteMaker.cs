using System.Buffers.Binary;
using System.Text;

namespace PixelGpt.Tests.Imaging.Aseprite;

/// <summary>Creates Aseprite files field by field according to the specification. It shares no code with the reader and the writer.</summary>
internal static class AsepriteMaker
{
    /// <summary>Number of bytes of the header.</summary>
    public const int HeaderBytes = 128;

    public static byte[] File(int width, int height, int depth, byte[][] frames, uint flags = 1, byte transparent = 0, int speed = 100, int? frameCount = null, byte pixelWidth = 1, byte pixelHeight = 1) =>
    [
        .. Dword((uint)(HeaderBytes + frames.Sum(f => f.Length))), .. Word(0xA5E0), .. Word(frameCount ?? frames.Length), .. Word(width), .. Word(height), .. Word(depth), .. Dword(flags), .. Word(speed), .. Zeros(8),
        transparent, .. Zeros(3), .. Word(0), pixelWidth, pixelHeight, .. Zeros(92), .. frames.SelectMany(f => f),
    ];

    public static byte[] Frame(params byte[][] chunks) => Frame(0, chunks);

    public static byte[] Frame(int duration, byte[][] chunks) =>
        [.. Dword((uint)(16 + chunks.Sum(c => c.Length))), .. Word(0xF1FA), .. Word(chunks.Length), .. Word(duration), .. Zeros(2), .. Dword((uint)chunks.Length), .. chunks.SelectMany(c => c)];

    /// <summary>Creates a frame of old versions, with the number of chunks in the first field only.</summary>
    public static byte[] OldFrame(params byte[][] chunks)
    {
        byte[] frame = Frame(chunks);
        frame.AsSpan(12, 4).Clear();
        return frame;
    }

    /// <summary>Creates a frame whose number of chunks is in the second field only.</summary>
    public static byte[] NewFrame(params byte[][] chunks)
    {
        byte[] frame = Frame(chunks);
        frame.AsSpan(6, 2).Fill(0xFF);
        return frame;
    }

    public static byte[] Chunk(int type, params byte[] content) => [.. Dword((uint)(6 + content.Length)), .. Word(type), .. content];

    public static byte[] Layer(string name, int flags = 1, int type = 0, int level = 0, int blendMode = 0, byte opacity = 255, uint? tileset = null, bool hasId = false) =>
        Chunk(0x2004, [.. Word(flags), .. Word(type), .. Word(level), .. Zeros(4), .. Word(blendMode), opacity, .. Zeros(3), .. Text(name), .. tileset is { } id ? Dword(id) : [], .. hasId ? Zeros(16) : []]);

    public static byte[] Cel(int layer, int x, int y, int type, byte[] data, byte opacity = 255, int zIndex = 0) =>
        Chunk(0x2005, [.. Word(layer), .. Word(x), .. Word(y), opacity, .. Word(type), .. Word(zIndex), .. Zeros(5), .. data]);

    public static byte[] Raw(int layer, int x, int y, int width, int height, byte[] pixels, byte opacity = 255, int zIndex = 0) =>
        Cel(layer, x, y, 0, [.. Word(width), .. Word(height), .. pixels], opacity, zIndex);

    public static byte[] Compressed(int layer, int x, int y, int width, int height, byte[] pixels, byte opacity = 255, int zIndex = 0) =>
        Cel(layer, x, y, 2, [.. Word(width), .. Word(height), .. PngMaker.Deflate(pixels)], opacity, zIndex);

    public static byte[] Linked(int layer, int x, int y, int frame) => Cel(layer, x, y, 1, Word(frame));

    public static byte[] Tilemap(int layer, int x, int y, int width, int height, params uint[] tiles) => Cel(
        layer, x, y, 3, [.. Word(width), .. Word(height), .. Word(32), .. Dword(0x1FFFFFFF), .. Dword(0x80000000), .. Dword(0x40000000), .. Dword(0x20000000), .. Zeros(10), .. PngMaker.Deflate([.. tiles.SelectMany(Dword)])]);

    public static byte[] Tileset(uint id, int count, int width, int height, byte[] pixels, uint flags = 6)
    {
        byte[] data = PngMaker.Deflate(pixels);
        return Chunk(0x2023, [.. Dword(id), .. Dword(flags), .. Dword((uint)count), .. Word(width), .. Word(height), .. Word(1), .. Zeros(14), .. Text("tiles"), .. Dword((uint)data.Length), .. data]);
    }

    public static byte[] Palette(int size, int first, params (byte R, byte G, byte B, byte A)[] colors) => Chunk(
        0x2019, [.. Dword((uint)size), .. Dword((uint)first), .. Dword((uint)(first + colors.Length - 1)), .. Zeros(8), .. colors.SelectMany((c, i) => (byte[])[.. Word(i % 2), c.R, c.G, c.B, c.A, .. i % 2 == 1 ? Text("name") : []])]);

    /// <summary>Creates a palette of old versions: type 0x0004, or 0x0011 with values 0 to 63.</summary>
    public static byte[] OldPalette(int type, byte skip, params (byte R, byte G, byte B)[] colors) => Chunk(type, [.. Word(1), skip, (byte)colors.Length, .. colors.SelectMany(c => (byte[])[c.R, c.G, c.B])]);

    public static byte[] Tags(params (string Name, int From, int To)[] tags) => Chunk(
        0x2018, [.. Word(tags.Length), .. Zeros(8), .. tags.SelectMany(t => (byte[])[.. Word(t.From), .. Word(t.To), 2, .. Word(3), .. Zeros(6), 1, 2, 3, 0, .. Text(t.Name)])]);

    public static byte[] Word(int value)
    {
        byte[] bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        return bytes;
    }

    public static byte[] Dword(uint value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    public static byte[] Text(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return [.. Word(bytes.Length), .. bytes];
    }

    private static byte[] Zeros(int count) => new byte[count];
}
