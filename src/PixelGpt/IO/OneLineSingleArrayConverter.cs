using System.Text.Json;
using System.Text.Json.Serialization;

namespace PixelGpt.IO;

/// <summary>Writes an array of numbers on one line even where the JSON is indented.</summary>
internal sealed class OneLineSingleArrayConverter : JsonConverter<float[]>
{
    public override float[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => OneLineArray.Read(ref reader, static (ref r) => r.GetSingle());

    public override void Write(Utf8JsonWriter writer, float[] value, JsonSerializerOptions options) => OneLineArray.Write(writer, value);
}
