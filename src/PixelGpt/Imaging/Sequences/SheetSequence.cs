using System.Text.Encodings.Web;
using System.Text.Json;
using PixelGpt.IO;

namespace PixelGpt.Imaging.Sequences;

/// <summary>
/// Sprite sheets: a PNG picture with the pictures in rows, and with the extension <c>.json</c> also their positions as Aseprite
/// exports them (<c>--format json-array</c>), which <c>data import --atlas</c> reads.
/// </summary>
internal sealed class SheetSequence(bool hasPositions) : ISequenceWriter
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <inheritdoc/>
    public string Extension => hasPositions ? ".json" : ".png";

    /// <inheritdoc/>
    public string Description => hasPositions ? "sprite sheet .png with JSON as of Aseprite" : "sprite sheet";

    /// <inheritdoc/>
    public IReadOnlyList<string> FilesOf(string path) => hasPositions ? [path, Path.ChangeExtension(path, ".png")] : [path];

    /// <inheritdoc/>
    public string? Write(string path, PictureSequence sequence)
    {
        (PixelImage sheet, (int X, int Y)[] positions) = Draw(sequence);
        PngWriter.Write(FilesOf(path)[^1], sheet);
        if (hasPositions) AtomicFile.Write(path, stream => WriteJson(stream, sequence, sheet, positions, Path.GetFileName(FilesOf(path)[^1])));
        return null;
    }

    /// <summary>Returns the sheet, and the JSON with the positions.</summary>
    /// <param name="sequence">The pictures.</param>
    /// <param name="image">The file name of the sheet.</param>
    /// <exception cref="InputException">There are too many pixels.</exception>
    public static (PixelImage Sheet, byte[] Json) Create(PictureSequence sequence, string image)
    {
        (PixelImage sheet, (int X, int Y)[] positions) = Draw(sequence);
        using var json = new MemoryStream();
        WriteJson(json, sequence, sheet, positions, image);
        return (sheet, json.ToArray());
    }

    private static (PixelImage Sheet, (int X, int Y)[] Positions) Draw(PictureSequence sequence)
    {
        int columns = (int)Math.Ceiling(Math.Sqrt(sequence.Frames.Count)), rows = (sequence.Frames.Count + columns - 1) / columns, scale = sequence.Scale;
        PixelImage sheet = PixelImage.OfSize((long)columns * sequence.Width * scale, (long)rows * sequence.Height * scale);
        (int X, int Y)[] positions = [.. sequence.Frames.Select((_, i) => (i % columns * sequence.Width * scale, i / columns * sequence.Height * scale))];
        for (int i = 0; i < positions.Length; i++) sheet.Draw(PixelScale.Enlarge(sequence.Frames[i].Image, scale), positions[i].X, positions[i].Y);
        return (sheet, positions);
    }

    private static void WriteJson(Stream stream, PictureSequence sequence, PixelImage sheet, (int X, int Y)[] positions, string image)
    {
        using var json = new Utf8JsonWriter(stream, Options);
        json.WriteStartObject();
        json.WriteStartArray("frames");
        for (int i = 0; i < positions.Length; i++)
        {
            SequenceFrame frame = sequence.Frames[i];
            (int width, int height) = (frame.Image.Width * sequence.Scale, frame.Image.Height * sequence.Scale);
            json.WriteStartObject();
            json.WriteString("filename", frame.Name);
            WriteArea(json, "frame", positions[i].X, positions[i].Y, width, height);
            json.WriteBoolean("rotated", false);
            json.WriteBoolean("trimmed", false);
            WriteArea(json, "spriteSourceSize", 0, 0, width, height);
            WriteSize(json, "sourceSize", width, height);
            json.WriteNumber("duration", frame.Duration);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("meta");
        json.WriteString("app", "PixelGpt");
        json.WriteString("version", "1.0");
        json.WriteString("image", image);
        json.WriteString("format", "RGBA8888");
        WriteSize(json, "size", sheet.Width, sheet.Height);
        json.WriteString("scale", $"{sequence.Scale}");
        json.WriteStartArray("frameTags");
        foreach (SequenceTag tag in sequence.Tags)
        {
            json.WriteStartObject();
            json.WriteString("name", tag.Name);
            json.WriteNumber("from", tag.First);
            json.WriteNumber("to", tag.Last);
            json.WriteString("direction", "forward");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteArea(Utf8JsonWriter json, string name, int x, int y, int width, int height)
    {
        json.WriteStartObject(name);
        json.WriteNumber("x", x);
        json.WriteNumber("y", y);
        json.WriteNumber("w", width);
        json.WriteNumber("h", height);
        json.WriteEndObject();
    }

    private static void WriteSize(Utf8JsonWriter json, string name, int width, int height)
    {
        json.WriteStartObject(name);
        json.WriteNumber("w", width);
        json.WriteNumber("h", height);
        json.WriteEndObject();
    }
}
