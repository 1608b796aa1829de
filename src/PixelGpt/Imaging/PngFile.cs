using System.Buffers.Binary;
using System.Text;
using PixelGpt.IO;

namespace PixelGpt.Imaging;

/// <summary>
/// Parses the chunks of a PNG file and checks their order, lengths, CRCs and contents, except for the image data. Ancillary
/// chunks other than tRNS and those of an animation, even with a wrong CRC, and all bytes after IEND are ignored.
/// </summary>
internal sealed class PngFile
{
    private readonly string _name;
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly List<ReadOnlyMemory<byte>> _imageData = [];
    private readonly List<PngFrame> _animation = [];
    private bool _hasTransparency;
    private bool _hasImageData;
    private long? _declaredFrames;
    private uint _sequence;

    private PngFile(ReadOnlyMemory<byte> bytes, string name) => (_bytes, _name) = (bytes, name);

    /// <summary>The size and pixel format.</summary>
    public PngHeader Header { get; private set; }

    /// <summary>The colours of PLTE with the alpha values of tRNS; empty without a palette.</summary>
    public Rgba[] Palette { get; private set; } = [];

    /// <summary>The sample (grey) or three samples (RGB) that tRNS declares transparent; empty if there are none.</summary>
    public ushort[] TransparentSamples { get; private set; } = [];

    /// <summary>The contents of the IDAT chunks in order, which form one zlib stream.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> ImageData => _imageData;

    /// <summary>Whether the picture is marked as a contact sheet or palette drawn by PixelGpt.</summary>
    public bool IsOverview { get; private set; }

    /// <summary>The first damaged chunk that was ignored, because the pixels do not depend on it; null if there is none.</summary>
    public string? Warning { get; private set; }

    /// <summary>The frames of the animation that precede its first fault; empty without an animation.</summary>
    public IReadOnlyList<PngFrame> Animation => _animation;

    /// <summary>The error of the animation; null if it is valid.</summary>
    public string? AnimationFault { get; private set; }

    /// <summary>All faults that do not prevent reading.</summary>
    public IReadOnlyList<string> Warnings => [.. ((string?[])[Warning, AnimationFault]).OfType<string>()];

    /// <summary>Parses a file.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="name">Name used in error messages.</param>
    /// <exception cref="InputException">The file is not a PNG file, is damaged or invalid, or is too large.</exception>
    public static PngFile Parse(ReadOnlyMemory<byte> bytes, string name)
    {
        var file = new PngFile(bytes, name);
        file.ReadChunks();
        return file;
    }

    /// <summary>Creates the exception for an unreadable file.</summary>
    public InputException Error(string what, Exception? inner = null) =>
        new($"{_name}: unreadable PNG: {what}; save or copy the picture again", inner);

    private void ReadChunks()
    {
        ReadOnlySpan<byte> bytes = _bytes.Span;
        if (FileContent.Recognize(bytes) is { } other) throw new InputException($"{_name}: this is {other.Name}, but a PNG picture is required; {other.Fix}");
        if (!bytes.StartsWith(PngHeader.Signature)) throw new InputException($"{_name}: not a PNG file: the PNG signature is missing");
        string previous = "";
        for (int at = PngHeader.Signature.Length; previous != "IEND";)
        {
            if (bytes.Length - at < 12) throw Error($"the file ends at byte {bytes.Length}, before its IEND chunk");
            uint length = BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
            string type = TypeAt(at + 4);
            if (length > (uint)(bytes.Length - at - 12))
                throw Error($"chunk {type} at byte {at} declares {length} bytes, but the file ends at byte {bytes.Length}");
            int end = at + 8 + (int)length;
            bool isIntact = Crc32.Append(0, bytes[(at + 4)..end]) == BinaryPrimitives.ReadUInt32BigEndian(bytes[end..]);
            if (isIntact) ReadChunk(type, previous, _bytes[(at + 8)..end]);
            else if (previous.Length == 0 || ChangesPixels(type)) throw Error($"chunk {type} at byte {at} fails its CRC check");
            else Warning ??= $"chunk {type} at byte {at} fails its CRC check and was ignored";
            previous = type;
            at = end + 4;
        }

        FinishAnimation();
    }

    /// <summary>Whether the pixels depend on a chunk: on critical chunks, and on tRNS, without which transparent pixels would be opaque.</summary>
    private static bool ChangesPixels(string type) => IsCritical(type) || type == "tRNS";

    /// <summary>Whether a chunk is critical: decoders must not ignore it. Its first letter is in upper case.</summary>
    private static bool IsCritical(string type) => char.IsAsciiLetterUpper(type[0]);

    private string TypeAt(int at)
    {
        ReadOnlySpan<byte> type = _bytes.Span.Slice(at, 4);
        foreach (byte letter in type)
        {
            if (!char.IsAsciiLetter((char)letter)) throw Error($"the bytes at {at}, {Convert.ToHexString(type)}, are not a chunk type");
        }

        return Encoding.ASCII.GetString(type);
    }

    private void ReadChunk(string type, string previous, ReadOnlyMemory<byte> content)
    {
        if ((previous.Length == 0) != (type == "IHDR")) throw Error($"unexpected chunk {type}: IHDR must be the first chunk and occur once");
        switch (type)
        {
            case "IHDR":
                ReadHeader(content.Span);
                break;
            case "PLTE":
                ReadPalette(content.Span);
                break;
            case "tRNS":
                ReadTransparency(content.Span);
                break;
            case "IDAT":
                if (_hasImageData && previous != "IDAT") throw Error($"an IDAT chunk after {previous}: the IDAT chunks must be consecutive");
                if (Header.ColorType == PngColorType.Indexed && Palette.Length == 0) throw Error("the picture is indexed but has no PLTE chunk before its image data");
                _hasImageData = true;
                if (!content.IsEmpty) _imageData.Add(content);
                break;
            case "tEXt":
                IsOverview |= content.Span.SequenceEqual(PngWriter.OverviewText);
                break;
            case "acTL" or "fcTL" or "fdAT":
                AnimationFault ??= ReadAnimation(type, content);
                break;
            case "IEND":
                if (!content.IsEmpty) throw Error($"the IEND chunk must be empty (got {content.Length} bytes)");
                if (!_hasImageData) throw Error("there is no image data (IDAT)");
                break;
            default:
                if (IsCritical(type)) throw Error($"critical chunk {type} is unknown");
                break;
        }
    }

    private void ReadHeader(ReadOnlySpan<byte> content)
    {
        if (content.Length != 13) throw Error($"the IHDR chunk must have 13 bytes (got {content.Length})");
        uint width = BinaryPrimitives.ReadUInt32BigEndian(content), height = BinaryPrimitives.ReadUInt32BigEndian(content[4..]);
        if (PixelImage.SizeFault(width, height) is { } fault) throw new InputException($"{_name}: {fault}");
        (int depth, int color, int compression, int filter, int interlace) = (content[8], content[9], content[10], content[11], content[12]);
        if (!PngHeader.IsLegal(color, depth)) throw Error($"colour type {color} with {depth} bits per sample is not allowed");
        if (compression != 0) throw Error($"compression method {compression} is unknown");
        if (filter != 0) throw Error($"filter method {filter} is unknown");
        if (interlace > 1) throw Error($"interlace method {interlace} is unknown");
        Header = new PngHeader((int)width, (int)height, depth, (PngColorType)color, interlace == 1);
    }

    private void ReadPalette(ReadOnlySpan<byte> content)
    {
        if (Header.ColorType is PngColorType.Gray or PngColorType.GrayAlpha) throw Error("a PLTE chunk in a greyscale picture");
        if (Palette.Length > 0) throw Error("a second PLTE chunk");
        if (_hasTransparency || _hasImageData) throw Error("a PLTE chunk after tRNS or IDAT");
        int most = Header.ColorType == PngColorType.Indexed ? 1 << Header.BitDepth : 256;
        if (content.IsEmpty || content.Length % 3 != 0 || content.Length / 3 > most)
            throw Error($"the PLTE chunk must have 3 bytes for each of 1 to {most} colours (got {content.Length} bytes)");
        Palette = new Rgba[content.Length / 3];
        for (int i = 0; i < Palette.Length; i++) Palette[i] = new Rgba(content[3 * i], content[(3 * i) + 1], content[(3 * i) + 2]);
    }

    private void ReadTransparency(ReadOnlySpan<byte> content)
    {
        if (_hasTransparency) throw Error("a second tRNS chunk");
        if (_hasImageData) throw Error("a tRNS chunk after IDAT");
        _hasTransparency = true;
        switch (Header.ColorType)
        {
            case PngColorType.Indexed:
                if (content.Length > Palette.Length) throw Error($"the tRNS chunk has {content.Length} colours, but the PLTE chunk before it has {Palette.Length}");
                for (int i = 0; i < content.Length; i++) Palette[i] = Palette[i] with { A = content[i] };
                break;
            case PngColorType.Gray or PngColorType.Rgb:
                if (content.Length != 2 * Header.Channels)
                    throw Error($"the tRNS chunk must have {2 * Header.Channels} bytes (got {content.Length})");
                TransparentSamples = new ushort[Header.Channels];
                for (int i = 0; i < TransparentSamples.Length; i++)
                {
                    // Bits above the depth are ignored (11.3.1.1).
                    TransparentSamples[i] = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(content[(2 * i)..]) & ((1 << Header.BitDepth) - 1));
                }

                break;
            default:
                throw Error("a tRNS chunk in a picture with an alpha channel");
        }
    }

    /// <summary>Reads a chunk of the animation (11.3.6).</summary>
    /// <returns>The fault, because of which the rest of the animation is ignored; null if there is none.</returns>
    private string? ReadAnimation(string type, ReadOnlyMemory<byte> chunk)
    {
        ReadOnlySpan<byte> content = chunk.Span;
        if (type == "acTL")
        {
            bool isValid = content.Length == 8 && _declaredFrames is null && !_hasImageData;
            _declaredFrames = isValid ? BinaryPrimitives.ReadUInt32BigEndian(content) : 0;
            return isValid ? null : "its acTL chunk is invalid";
        }

        if (_declaredFrames is null) return "its acTL chunk is missing";
        if (content.Length < 4 || BinaryPrimitives.ReadUInt32BigEndian(content) != _sequence++) return $"chunk {type} number {_sequence} has another sequence number";
        if (type == "fcTL") return content.Length == 26 ? AddFrame(content) : $"an fcTL chunk must have 26 bytes (got {content.Length})";
        if (_animation.Count == 0 || _animation[^1].IsStill || !_hasImageData) return "its image data precedes the fcTL chunk";
        _animation[^1].Add(chunk[4..]);
        return null;
    }

    private string? AddFrame(ReadOnlySpan<byte> content)
    {
        uint width = BinaryPrimitives.ReadUInt32BigEndian(content[4..]), height = BinaryPrimitives.ReadUInt32BigEndian(content[8..]);
        uint x = BinaryPrimitives.ReadUInt32BigEndian(content[12..]), y = BinaryPrimitives.ReadUInt32BigEndian(content[16..]);
        bool isInside = width > 0 && height > 0 && (ulong)x + width <= (uint)Header.Width && (ulong)y + height <= (uint)Header.Height;
        bool isStill = !_hasImageData;
        int number = _animation.Count + 1;
        if (!isInside || (isStill && (width != Header.Width || height != Header.Height))) return $"frame {number} is not completely inside the picture";
        if (content[24] > 2 || content[25] > 1) return $"frame {number} has an unknown dispose or blend operation";
        if (isStill && number > 1) return "there are two frames before the image data";
        if (number > PictureLimits.MaxFrames) return $"it has more than {PictureLimits.MaxFrames} frames";

        // Before the first frame there is nothing that could be restored (dispose operation 2).
        FrameDisposal disposal = content[24] == 2 && number == 1 ? FrameDisposal.Clear : (FrameDisposal)content[24];
        int delay = BinaryPrimitives.ReadUInt16BigEndian(content[20..]), unit = BinaryPrimitives.ReadUInt16BigEndian(content[22..]);
        _animation.Add(new PngFrame { Duration = 1000 * delay / (unit == 0 ? 100 : unit), Area = new PixelArea((int)x, (int)y, (int)width, (int)height), Disposal = disposal, IsBlended = content[25] == 1, IsStill = isStill });
        return null;
    }

    /// <summary>Removes a last frame without data, and compares the number of frames with the declared one.</summary>
    private void FinishAnimation()
    {
        if (_declaredFrames is null) AnimationFault = null;
        if (_declaredFrames is null || (_declaredFrames == 0 && _animation.Count == 0 && AnimationFault is null)) return;
        if (_animation.Count > 0 && !_animation[^1].IsStill && _animation[^1].Data.Count == 0) _animation.RemoveAt(_animation.Count - 1);
        if (AnimationFault is null && _animation.Count != _declaredFrames) AnimationFault = $"it declares {_declaredFrames} frames";
        if (AnimationFault is { } fault) AnimationFault = $"the animation is damaged, and {_animation.Count} of its frames were read: {fault}";
    }
}
