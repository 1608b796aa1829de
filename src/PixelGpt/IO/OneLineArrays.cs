using System.Text.Json;
using System.Text.Json.Serialization;

namespace PixelGpt.IO;

/// <summary>Writes an array of integers on one line even where the JSON is indented.</summary>
internal sealed class OneLineInt32Array : JsonConverter<int[]>
{
    public override int[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => OneLine.Read(ref reader, static (ref r) => r.GetInt32());

    public override void Write(Utf8JsonWriter writer, int[] value, JsonSerializerOptions options) => OneLine.Write(writer, value);
}

/// <summary>Writes an array of numbers on one line even where the JSON is indented.</summary>
internal sealed class OneLineSingleArray : JsonConverter<float[]>
{
    public override float[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => OneLine.Read(ref reader, static (ref r) => r.GetSingle());

    public override void Write(Utf8JsonWriter writer, float[] value, JsonSerializerOptions options) => OneLine.Write(writer, value);
}

/// <summary>Shared implementation of the converters for one-line arrays.</summary>
internal static class OneLine
{
    public delegate T ReadNumber<T>(ref Utf8JsonReader reader);

    public static T[] Read<T>(ref Utf8JsonReader reader, ReadNumber<T> number)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("expected an array of numbers");
        var values = new List<T>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number) throw new JsonException("expected a number");
            values.Add(number(ref reader));
        }

        return [.. values];
    }

    public static void Write<T>(Utf8JsonWriter writer, T[] values)
        where T : IFormattable => writer.WriteRawValue($"[{string.Join(", ", values.Select(v => v.ToString("R", null)))}]");
}
