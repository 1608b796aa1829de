using System.Text.Json;
using PixelGpt.Imaging;
using PixelGpt.Imaging.Cutting;
using PixelGpt.IO;

namespace PixelGpt.Import;

/// <summary>The sprites of a sheet, as Aseprite and TexturePacker export them in JSON, with the frames as a hash or an array.</summary>
/// <param name="ImagePath">Path of the sheet.</param>
/// <param name="Frames">The sprites.</param>
internal sealed record Atlas(string ImagePath, IReadOnlyList<AtlasFrame> Frames)
{
    private const int MaxFileBytes = 1 << 24;
    private const int MaxTags = 1000;

    /// <summary>Reads an atlas. Its sheet is a file in the same folder.</summary>
    /// <param name="path">Path of the JSON file.</param>
    /// <exception cref="InputException">The file is missing or no atlas, or a frame is invalid.</exception>
    /// <exception cref="FailureException">The file cannot be read.</exception>
    public static Atlas Load(string path)
    {
        byte[] bytes = InputFile.ReadAllBytes(path, MaxFileBytes, "a JSON atlas of Aseprite or TexturePacker");
        try
        {
            using var json = JsonDocument.Parse(bytes, InputJson.Strict);
            JsonElement frames = json.RootElement.GetProperty("frames"), meta = json.RootElement.GetProperty("meta");
            string image = Text(meta.GetProperty("image")).Split('/', '\\')[^1];
            if (image.Length == 0) throw new InputException($"{path}: meta.image must be the name of the sheet; export the atlas again");
            (string Name, JsonElement Value)[] named = frames.ValueKind == JsonValueKind.Array
                ? [.. frames.EnumerateArray().Select(f => (Text(f.GetProperty("filename")), f))]
                : [.. frames.EnumerateObject().Select(f => (f.Name, f.Value))];
            if (named.Length is 0 or > GridCutter.MaxTiles) throw new InputException($"{path}: an atlas must have 1 to {GridCutter.MaxTiles} frames (got {named.Length})");
            string?[] tags = ReadTags(meta, named.Length, path);
            AtlasFrame[] read = [.. named.Select((f, i) => ReadFrame(f.Name, f.Value, $"{path}: {tags[i] ?? StemOf(f.Name)}", path))];
            long pixels = read.Sum(f => (long)f.Size.Width * f.Size.Height);
            if (pixels > PixelImage.MaxPixels) throw new InputException($"{path}: the frames have {pixels} pixels in total; the maximum is {PixelImage.MaxPixels}; divide the atlas");
            return new Atlas(Path.Combine(Path.GetDirectoryName(path) ?? "", image), read);
        }
        catch (Exception e) when (e is KeyNotFoundException || InputJson.IsFault(e))
        {
            throw new InputException($"{path}: expected a JSON atlas of Aseprite or TexturePacker, with frames and meta.image; export it again as JSON (hash or array)", e);
        }
    }

    /// <summary>Returns for each frame the tag of Aseprite that it is in, or null.</summary>
    private static string?[] ReadTags(JsonElement meta, int frames, string path)
    {
        var tags = new string?[frames];
        if (!meta.TryGetProperty("frameTags", out JsonElement all)) return tags;
        if (all.GetArrayLength() > MaxTags) throw new InputException($"{path}: the atlas has {all.GetArrayLength()} tags; the maximum is {MaxTags}; divide it");
        foreach (JsonElement tag in all.EnumerateArray())
        {
            int last = Math.Min(frames - 1, tag.GetProperty("to").GetInt32());
            for (int i = Math.Max(0, tag.GetProperty("from").GetInt32()); i <= last; i++) tags[i] ??= $"#{tag.GetProperty("name").GetString()}";
        }

        return tags;
    }

    private static AtlasFrame ReadFrame(string name, JsonElement frame, string group, string path)
    {
        JsonElement area = frame.GetProperty("frame");
        var part = new PixelArea(Number(area, "x"), Number(area, "y"), Number(area, "w"), Number(area, "h"));
        (int X, int Y) offset = frame.TryGetProperty("spriteSourceSize", out JsonElement trimmed) ? (Number(trimmed, "x"), Number(trimmed, "y")) : (0, 0);
        (int Width, int Height) size = frame.TryGetProperty("sourceSize", out JsonElement source) ? (Number(source, "w"), Number(source, "h")) : (part.Width, part.Height);
        bool isValid = part is { X: >= 0, Y: >= 0, Width: > 0, Height: > 0 } && offset is { X: >= 0, Y: >= 0 }
            && (long)offset.X + part.Width <= size.Width && (long)offset.Y + part.Height <= size.Height && PixelImage.SizeFault(size.Width, size.Height) is null;
        if (!isValid) throw new InputException($"{path}: frame '{Excerpt.Of(name)}' has an invalid position or size; export the atlas again");
        return new AtlasFrame(name, part, frame.TryGetProperty("rotated", out JsonElement rotated) && rotated.GetBoolean(), size, offset, group);
    }

    private static int Number(JsonElement parent, string name) => parent.GetProperty(name).GetInt32();

    private static string Text(JsonElement value) => value.GetString() ?? throw new JsonException("null in place of text");

    /// <summary>Returns the name of a frame without its extension and its number, such as <c>hero/walk</c> for <c>hero/walk_01.png</c>.</summary>
    private static string StemOf(string name)
    {
        int dot = name.LastIndexOf('.');
        string stem = dot > name.LastIndexOf('/') ? name[..dot] : name;
        return stem.TrimEnd(')').TrimEnd("0123456789".ToCharArray()).TrimEnd(' ', '_', '-', '.', '#', '(');
    }
}
