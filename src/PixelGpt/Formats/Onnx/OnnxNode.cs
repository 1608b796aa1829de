using System.Collections.Immutable;
using System.Text;
using PixelGpt.Formats.Protobuf;

namespace PixelGpt.Formats.Onnx;

/// <summary>An operation of an ONNX graph (<c>NodeProto</c>).</summary>
/// <param name="Operator">The operator, such as <c>Conv</c>.</param>
/// <param name="Inputs">Names of the inputs.</param>
/// <param name="Outputs">Names of the outputs.</param>
/// <param name="Integers">The attributes that are an integer or a list of integers.</param>
/// <param name="Floats">The attributes that are a float.</param>
internal sealed record OnnxNode(
    string Operator, ImmutableArray<string> Inputs, ImmutableArray<string> Outputs, IReadOnlyDictionary<string, ImmutableArray<long>> Integers, IReadOnlyDictionary<string, float> Floats)
{
    /// <summary>Reads an operation.</summary>
    /// <param name="message">The message.</param>
    /// <exception cref="InputException">The message is damaged.</exception>
    public static OnnxNode Read(ReadOnlySpan<byte> message)
    {
        string type = "";
        var (inputs, outputs) = (new List<string>(), new List<string>());
        var integers = new Dictionary<string, ImmutableArray<long>>(StringComparer.Ordinal);
        var floats = new Dictionary<string, float>(StringComparer.Ordinal);
        for (var reader = new ProtobufReader(message); reader.Next();)
        {
            switch (reader.Field)
            {
                case 1:
                    inputs.Add(Encoding.UTF8.GetString(reader.ReadBytes()));
                    break;
                case 2:
                    outputs.Add(Encoding.UTF8.GetString(reader.ReadBytes()));
                    break;
                case 4:
                    type = Encoding.UTF8.GetString(reader.ReadBytes());
                    break;
                case 5:
                    ReadAttribute(reader.ReadBytes(), integers, floats);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new OnnxNode(type, [.. inputs], [.. outputs], integers, floats);
    }

    private static void ReadAttribute(ReadOnlySpan<byte> message, Dictionary<string, ImmutableArray<long>> integers, Dictionary<string, float> floats)
    {
        string name = "";
        var values = new List<long>();
        float? single = null;
        for (var reader = new ProtobufReader(message); reader.Next();)
        {
            switch (reader.Field)
            {
                case 1:
                    name = Encoding.UTF8.GetString(reader.ReadBytes());
                    break;
                case 2:
                    single = reader.ReadFloat();
                    break;
                case 3 or 8:
                    reader.ReadInt64s(values);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (single is { } value) floats[name] = value;
        if (values.Count > 0) integers[name] = [.. values];
    }
}
