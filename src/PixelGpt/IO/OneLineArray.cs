using System.Text.Json;

namespace PixelGpt.IO;

/// <summary>Shared implementation of the converters for one-line arrays.</summary>
internal static class OneLineArray
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
