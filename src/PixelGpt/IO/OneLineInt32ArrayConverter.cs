using System.Text.Json;
using System.Text.Json.Serialization;

namespace PixelGpt.IO;

/// <summary>Writes an array of integers on one line even where the JSON is indented.</summary>
internal sealed class OneLineInt32ArrayConverter : JsonConverter<int[]>
{
    public override int[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => OneLineArray.Read(ref reader, static (ref r) => r.GetInt32());

    public override void Write(Utf8JsonWriter writer, int[] value, JsonSerializerOptions options) => OneLineArray.Write(writer, value);
}
