using System.Text.Json;
using System.Text.Json.Serialization;

namespace PixelGpt.IO;

/// <summary>An array of whole numbers that stays on one line where JSON is indented.</summary>
internal sealed class OneLineInt32Array : JsonConverter<int[]>
{
    public override int[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => OneLine.Read(ref reader, static (ref r) => r.GetInt32());

    public override void Write(Utf8JsonWriter writer, int[] value, JsonSerializerOptions options) => OneLine.Write(writer, value);
}

/// <summary>An array of numbers that stays on one line where JSON is indented.</summary>
internal sealed class OneLineSingleArray : JsonConverter<float[]>
{
    public override float[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => OneLine.Read(ref reader, static (ref r) => r.GetSingle());

    public override void Write(Utf8JsonWriter writer, float[] value, JsonSerializerOptions options) => OneLine.Write(writer, value);
}

/// <summary>What the converters share.</summary>
internal static class OneLine
{
    public delegate T ReadNumber<T>(ref Utf8JsonReader reader);

    public static T[] Read<T>(ref Utf8JsonReader reader, ReadNumber<T> number)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("an array of numbers belongs here");
        var values = new List<T>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number) throw new JsonException("a number belongs here");
            values.Add(number(ref reader));
        }

        return [.. values];
    }

    public static void Write<T>(Utf8JsonWriter writer, T[] values)
        where T : IFormattable => writer.WriteRawValue($"[{string.Join(", ", values.Select(v => v.ToString("R", null)))}]");
}
