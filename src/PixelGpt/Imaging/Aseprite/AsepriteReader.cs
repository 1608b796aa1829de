using System.IO.Compression;
using PixelGpt.IO;

namespace PixelGpt.Imaging.Aseprite;

/// <summary>
/// Reads Aseprite files according to the public specification (aseprite/aseprite, <c>docs/ase-file-specs.md</c>): indexed, grey
/// and RGBA, with frames, layers, groups, tags, palettes and tilemaps. Cels become plain pixels: links and tiles are resolved.
/// Chunks that do not affect the pixels are ignored, and colours are interpreted as sRGB. Any input results in a file or an
/// <see cref="InputException"/>; sizes are checked before memory is allocated.
/// </summary>
internal sealed class AsepriteReader
{
    /// <summary>The number in the header by which the format is recognised.</summary>
    public const int Magic = 0xA5E0;

    /// <summary>The number in the header of a frame.</summary>
    public const int FrameMagic = 0xF1FA;

    /// <summary>Number of bytes of the header.</summary>
    public const int HeaderBytes = 128;

    /// <summary>Number of bytes of the header of a frame.</summary>
    public const int FrameHeaderBytes = 16;

    /// <summary>Number of bytes of the size and the type of a chunk.</summary>
    public const int ChunkHeaderBytes = 6;

    /// <summary>Maximum file size: more than the largest picture needs uncompressed.</summary>
    private const int MaxFileBytes = 1 << 28;

    private const int MaxLayers = 10_000;
    private const int MaxChildLevel = 100;
    private const int MaxPaletteColors = 1 << 16;

    /// <summary>Maximum number of palette colours of all frames together.</summary>
    private const int MaxPaletteTotal = 1 << 20;

    /// <summary>Maximum number of pixels that all layers of all frames cover together; each is blended once.</summary>
    private const long MaxDrawn = 64L * PixelImage.MaxPixels;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly string _name;
    private readonly List<AsepriteLayer> _layers = [];
    private readonly List<AsepriteFrame> _frames = [];
    private readonly List<Dictionary<int, AsepriteCel>> _cels = [];
    private readonly List<AsepriteTag> _tags = [];
    private readonly Dictionary<uint, AsepriteTileset> _tilesets = [];
    private readonly List<string> _warnings = [];
    private AsepriteColorMode _mode;
    private int _width;
    private int _height;
    private byte _transparent;
    private bool _hasLayerOpacity;
    private bool _hasGroupOpacity;
    private bool _hasLayerId;
    private Rgba[]? _palette;
    private Rgba[]? _oldPalette;
    private long _pixels;
    private long _drawn;
    private long _colors;

    private AsepriteReader(ReadOnlyMemory<byte> bytes, string name) => (_bytes, _name) = (bytes, name);

    /// <summary>Whether a file is an Aseprite file according to its header.</summary>
    /// <param name="bytes">The file, or its first bytes.</param>
    public static bool Recognizes(ReadOnlySpan<byte> bytes) => bytes is [_, _, _, _, Magic & 0xFF, Magic >> 8, ..];

    /// <summary>Reads a file.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="InputException">The file is missing, no Aseprite file, damaged, or exceeds the limits of <see cref="PixelImage"/>.</exception>
    /// <exception cref="FailureException">The file cannot be read.</exception>
    public static AsepriteFile Read(string path) => Read(InputFile.ReadAllBytes(path, MaxFileBytes, "an Aseprite file"), path);

    /// <summary>Reads a file from memory.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">Name used in error messages.</param>
    /// <exception cref="InputException">The data is no Aseprite file, damaged, or exceeds the limits of <see cref="PixelImage"/>.</exception>
    public static AsepriteFile Read(ReadOnlyMemory<byte> bytes, string name) => new AsepriteReader(bytes, name).Read();

    private AsepriteFile Read()
    {
        if (!Recognizes(_bytes.Span))
        {
            string what = FileContent.Recognize(_bytes.Span) is { } other ? $"this is {other.Name}, but an Aseprite file is required" : "not an Aseprite file: its magic number is missing";
            throw new InputException($"{_name}: {what}");
        }

        AsepriteCursor header = CursorAt(0, Math.Min(HeaderBytes, _bytes.Length), "the header");
        header.Skip(6);
        int frames = header.Word();
        (_width, _height) = (header.Word(), header.Word());
        int depth = header.Word();
        uint flags = header.Dword();
        int speed = header.Word();
        header.Skip(8);
        _transparent = header.Byte();
        header.Skip(5);
        (int pixelWidth, int pixelHeight) = (header.Byte(), header.Byte());
        header.Skip(HeaderBytes - 36);
        if (depth is not (8 or 16 or 32)) throw header.Error($"{depth} bits per pixel are not supported; 8, 16 and 32 are");
        if (frames == 0) throw header.Error("there are no frames");
        if (PixelImage.SizeFault(_width, _height) is { } fault) throw new InputException($"{_name}: {fault}");
        if (pixelWidth != pixelHeight && pixelWidth * pixelHeight > 0) _warnings.Add($"its pixels of {pixelWidth}:{pixelHeight} are taken as squares");
        _mode = (AsepriteColorMode)depth;
        (_hasLayerOpacity, _hasGroupOpacity, _hasLayerId) = ((flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0);
        int at = HeaderBytes;
        for (int frame = 0; frame < frames; frame++) at = ReadFrame(frame, frames, at, speed);
        CheckTags();
        CheckGroups();
        DescribeBlendModes();
        return new AsepriteFile
        {
            Width = _width,
            Height = _height,
            ColorMode = _mode,
            TransparentIndex = _transparent,
            HasGroupOpacity = _hasGroupOpacity,
            Layers = _layers,
            Frames = _frames,
            Tags = _tags,
            Warning = _warnings.Count > 0 ? string.Join("; ", _warnings) : null,
        };
    }

    /// <summary>Reads a frame.</summary>
    /// <returns>The position after it.</returns>
    private int ReadFrame(int frame, int frames, int at, int speed)
    {
        string place = $"frame {frame + 1} of {frames} at byte {at}";
        AsepriteCursor header = CursorAt(at, Math.Min(FrameHeaderBytes, _bytes.Length - at), place);
        uint size = header.Dword();
        if (header.Word() != FrameMagic) throw header.Error("its magic number is missing");
        int oldCount = header.Word(), duration = header.Word();
        header.Skip(2);
        uint newCount = header.Dword(), count = newCount == 0 ? (uint)oldCount : newCount;
        if (size < FrameHeaderBytes || size > (uint)(_bytes.Length - at)) throw header.Error($"it declares {size} bytes, but the file ends at byte {_bytes.Length}");
        int end = at + (int)size, chunkAt = at + FrameHeaderBytes;
        _cels.Add([]);
        for (uint chunk = 0; chunk < count; chunk++)
        {
            if (end - chunkAt < ChunkHeaderBytes) throw header.Error($"it ends after {chunk} of {count} chunks");
            chunkAt = ReadChunk(frame, chunkAt, end);
        }

        // New palettes come with a copy in the old format, for versions that do not know them.
        _frames.Add(new AsepriteFrame(duration > 0 ? duration : speed, _palette ?? _oldPalette ?? [], [.. _cels[frame].Values]));
        return end;
    }

    private int ReadChunk(int frame, int at, int end)
    {
        AsepriteCursor header = CursorAt(at, ChunkHeaderBytes, $"the chunk at byte {at}");
        uint size = header.Dword();
        int type = header.Word();
        if (size < ChunkHeaderBytes || size > (uint)(end - at)) throw header.Error($"it declares {size} bytes, but its frame has only {end - at} more");
        AsepriteCursor chunk = CursorAt(at + ChunkHeaderBytes, (int)size - ChunkHeaderBytes, $"chunk 0x{type:X4} at byte {at}");
        switch (type)
        {
            case AsepriteChunk.OldPalette:
                _oldPalette = ReadOldPalette(chunk, most: 255);
                break;
            case AsepriteChunk.OldPalette6Bits:
                _oldPalette = ReadOldPalette(chunk, most: 63);
                break;
            case AsepriteChunk.Palette:
                _palette = ReadPalette(chunk);
                break;
            case AsepriteChunk.Layer:
                ReadLayer(chunk);
                break;
            case AsepriteChunk.Cel:
                ReadCel(chunk, frame);
                break;
            case AsepriteChunk.Tags:
                ReadTags(chunk);
                break;
            case AsepriteChunk.Tileset:
                ReadTileset(chunk);
                break;
        }

        return at + (int)size;
    }

    private Rgba[] ReadOldPalette(AsepriteCursor chunk, int most)
    {
        Rgba[] colors = Copy(_oldPalette, 256, chunk);
        int index = 0, used = _oldPalette?.Length ?? 0;
        for (int packets = chunk.Word(); packets > 0; packets--)
        {
            index += chunk.Byte();
            int count = chunk.Byte();
            for (int i = count == 0 ? 256 : count; i > 0; i--)
            {
                if (index > 255) throw chunk.Error("it has colours above index 255");
                colors[index++] = new Rgba(Channel(), Channel(), Channel());
                used = Math.Max(used, index);
            }
        }

        return colors[..used];

        byte Channel()
        {
            byte value = chunk.Byte();
            if (value > most) throw chunk.Error($"a value must be 0 to {most} (got {value})");
            return most == 255 ? value : (byte)((value << 2) | (value >> 4));
        }
    }

    private Rgba[] ReadPalette(AsepriteCursor chunk)
    {
        uint size = chunk.Dword(), first = chunk.Dword(), last = chunk.Dword();
        chunk.Skip(8);
        if (size is 0 or > MaxPaletteColors) throw chunk.Error($"a palette must have 1 to {MaxPaletteColors} colours (got {size})");
        if (last >= size || first > last) throw chunk.Error($"the colours {first} to {last} are not in a palette of {size}");
        Rgba[] colors = Copy(_palette, (int)size, chunk);
        for (uint i = first; i <= last; i++)
        {
            int flags = chunk.Word();
            colors[i] = new Rgba(chunk.Byte(), chunk.Byte(), chunk.Byte(), chunk.Byte());
            if ((flags & 1) != 0) chunk.Skip(chunk.Word());
        }

        return colors;
    }

    /// <summary>Returns a copy of a palette with another length; new colours are black.</summary>
    private Rgba[] Copy(Rgba[]? palette, int length, AsepriteCursor chunk)
    {
        if ((_colors += length) > MaxPaletteTotal) throw chunk.Error($"all palettes together must have at most {MaxPaletteTotal} colours");
        var copy = new Rgba[length];
        copy.AsSpan().Fill(new Rgba(0, 0, 0));
        palette?.AsSpan(0, Math.Min(length, palette.Length)).CopyTo(copy);
        return copy;
    }

    private void ReadLayer(AsepriteCursor chunk)
    {
        int flags = chunk.Word(), type = chunk.Word(), level = chunk.Word();
        chunk.Skip(4);
        int blendMode = chunk.Word();
        byte opacity = chunk.Byte();
        chunk.Skip(3);
        string name = chunk.Text();
        if (_layers.Count == MaxLayers) throw chunk.Error($"a file must have at most {MaxLayers} layers");
        if (type > 2) throw chunk.Error($"layer type {type} is unknown");
        if (level > MaxChildLevel || level > (_layers.Count == 0 ? 0 : _layers[^1].ChildLevel + (_layers[^1].IsGroup ? 1 : 0))) throw chunk.Error($"a layer in {level} groups is not possible here");
        uint? tileset = type == 2 ? chunk.Dword() : null;
        if (_hasLayerId) chunk.Skip(16);
        bool isGroup = type == 1;
        _layers.Add(new AsepriteLayer(name)
        {
            IsVisible = (flags & 1) != 0,
            IsEditable = (flags & 2) != 0,
            IsBackground = (flags & 8) != 0,
            IsReference = (flags & 64) != 0,
            IsGroup = isGroup,
            ChildLevel = level,
            BlendMode = blendMode,
            Opacity = (isGroup ? _hasGroupOpacity : _hasLayerOpacity) ? opacity : (byte)255,
            Tileset = tileset,
        });
    }

    private void ReadCel(AsepriteCursor chunk, int frame)
    {
        int layer = chunk.Word(), x = chunk.Short(), y = chunk.Short();
        byte opacity = chunk.Byte();
        int type = chunk.Word(), zIndex = chunk.Short();
        chunk.Skip(5);
        if (layer >= _layers.Count) throw chunk.Error($"it is on layer {layer}, but there are only {_layers.Count} layers before it");
        if (_layers[layer].IsGroup) throw chunk.Error($"it is on layer {layer}, which is a group");
        AsepriteCelImage image = type switch
        {
            0 => ReadImage(chunk, isCompressed: false),
            1 => FindLinked(chunk, layer, frame),
            2 => ReadImage(chunk, isCompressed: true),
            3 => ReadTilemap(chunk, layer),
            _ => throw chunk.Error($"cel type {type} is unknown"),
        };
        _cels[frame][layer] = new AsepriteCel(layer, x, y, image) { Opacity = opacity, ZIndex = zIndex };
        CheckDrawn((long)image.Width * image.Height);
    }

    private AsepriteCelImage FindLinked(AsepriteCursor chunk, int layer, int frame)
    {
        int linked = chunk.Word();
        if (linked >= frame) throw chunk.Error($"it is linked to frame {linked + 1}, which is not before its own, {frame + 1}");
        return _cels[linked].TryGetValue(layer, out AsepriteCel? cel)
            ? cel.Image
            : throw chunk.Error($"it is linked to frame {linked + 1}, which has no cel on layer {layer}");
    }

    private AsepriteCelImage ReadImage(AsepriteCursor chunk, bool isCompressed)
    {
        int width = chunk.Word(), height = chunk.Word();
        CheckPixels(chunk, width, height);
        long length = (long)width * height * ((int)_mode / 8);
        return new AsepriteCelImage(width, height, isCompressed ? Inflate(chunk, chunk.Rest, length) : chunk.Bytes((uint)length).ToArray());
    }

    private AsepriteCelImage ReadTilemap(AsepriteCursor chunk, int layer)
    {
        if (_layers[layer].Tileset is not { } id) throw chunk.Error($"it is a tilemap on layer {layer}, which is no tilemap layer");
        if (!_tilesets.TryGetValue(id, out AsepriteTileset? tileset)) throw chunk.Error($"its tileset {id} is missing");
        int columns = chunk.Word(), rows = chunk.Word(), bits = chunk.Word();
        if (bits is not (8 or 16 or 32)) throw chunk.Error($"{bits} bits per tile are not supported; 8, 16 and 32 are");
        var masks = new AsepriteTileMasks(chunk.Dword(), chunk.Dword(), chunk.Dword(), chunk.Dword());
        chunk.Skip(10);
        CheckPixels(chunk, (long)columns * tileset.TileWidth, (long)rows * tileset.TileHeight);
        byte[] tiles = Inflate(chunk, chunk.Rest, (long)columns * rows * bits / 8);
        return tileset.Draw(tiles, columns, rows, bits / 8, masks, _mode == AsepriteColorMode.Indexed ? _transparent : (byte)0) ?? throw chunk.Error($"it has a tile that is not in its tileset of {tileset.Count} tiles");
    }

    private void ReadTileset(AsepriteCursor chunk)
    {
        uint id = chunk.Dword(), flags = chunk.Dword(), count = chunk.Dword();
        int width = chunk.Word(), height = chunk.Word();
        chunk.Skip(16);
        string name = chunk.Text();
        if ((flags & 1) != 0) chunk.Skip(8);
        if ((flags & 2) == 0) throw new InputException($"{_name}: the tileset '{Excerpt.Of(name)}' is in another file, which is not supported; in Aseprite, convert its layers to normal layers");
        if (count == 0 || width == 0 || height == 0) throw chunk.Error($"a tileset must have tiles (got {count} of {width}×{height} pixels)");
        ReadOnlyMemory<byte> compressed = chunk.Bytes(chunk.Dword());
        CheckPixels(chunk, width, (long)height * count);
        byte[] pixels = Inflate(chunk, compressed, (long)width * height * count * ((int)_mode / 8));
        _tilesets[id] = new AsepriteTileset(width, height, (int)count, (int)_mode / 8, pixels) { IsFirstEmpty = (flags & 4) != 0 };
    }

    private void ReadTags(AsepriteCursor chunk)
    {
        int count = chunk.Word();
        chunk.Skip(8);
        for (; count > 0; count--)
        {
            int first = chunk.Word(), last = chunk.Word();
            byte direction = chunk.Byte();
            int repeat = chunk.Word();
            chunk.Skip(10);
            _tags.Add(new AsepriteTag(chunk.Text(), first, last) { Direction = direction, Repeat = repeat });
        }
    }

    /// <summary>Checks that a picture has pixels, and that all pictures together do not have too many.</summary>
    private void CheckPixels(AsepriteCursor chunk, long width, long height)
    {
        if (width == 0 || height == 0) throw chunk.Error($"a picture must be at least 1×1 pixels (got {width}×{height})");
        if (height > PixelImage.MaxPixels || (_pixels += width * height) > PixelImage.MaxPixels) throw new InputException($"{_name}: the layers of all frames have more than {PixelImage.MaxPixels} pixels in total; divide the file");
    }

    private void CheckDrawn(long pixels)
    {
        if ((_drawn += pixels) > MaxDrawn) throw new InputException($"{_name}: the layers of all frames cover more than {MaxDrawn} pixels in total; divide the file");
    }

    /// <summary>Checks the pixels of the translucent groups, each of which is drawn on a canvas of its own.</summary>
    private void CheckGroups()
    {
        long pixels = _hasGroupOpacity ? (long)_layers.Count(l => l.IsGroup && l.Opacity < 255) * _width * _height : 0;
        if (pixels > PixelImage.MaxPixels) throw new InputException($"{_name}: the translucent groups have more than {PixelImage.MaxPixels} pixels in total; flatten them in Aseprite");
        CheckDrawn(pixels * _frames.Count);
    }

    private void CheckTags()
    {
        foreach (AsepriteTag tag in _tags)
        {
            if (tag.First > tag.Last || tag.Last >= _frames.Count)
                throw new InputException($"{_name}: unreadable Aseprite file: the tag '{Excerpt.Of(tag.Name)}' has the frames {tag.First + 1} to {tag.Last + 1} of {_frames.Count}; save or copy the file again");
        }
    }

    private void DescribeBlendModes()
    {
        string[] other = [.. _layers.Where(l => l.BlendMode != AsepriteLayer.NormalBlendMode && !l.IsReference && (!l.IsGroup || _hasGroupOpacity)).Select(l => $"'{Excerpt.Of(l.Name)}'")];
        if (other.Length > 0) _warnings.Add($"the blend mode of {(other.Length == 1 ? "layer" : "layers")} {Excerpt.List(other)} is not supported, and normal is used; flatten the file in Aseprite if the colours are wrong");
    }

    private static byte[] Inflate(AsepriteCursor chunk, ReadOnlyMemory<byte> compressed, long length)
    {
        if (length > compressed.Length * Deflate.MaxRatio) throw chunk.Error($"{compressed.Length} bytes of compressed data are too few for {length} bytes");
        var source = new SegmentStream([compressed]);
        try
        {
            using var stream = new ZLibStream(source, CompressionMode.Decompress);
            byte[] bytes = new byte[length];
            if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length) throw chunk.Error("its compressed data ends too early");

            // Reading to the end makes the zlib stream verify its checksum.
            if (stream.ReadByte() >= 0) throw chunk.Error("it has more compressed data than its size requires");
            return source.ReachedEnd ? throw chunk.Error("its compressed data is truncated") : bytes;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw chunk.Error("its compressed data is damaged", e);
        }
    }

    private AsepriteCursor CursorAt(int at, int length, string place) => new(_bytes.Slice(at, Math.Max(0, length)), _name, place);
}
