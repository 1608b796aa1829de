using System.Runtime.CompilerServices;
using System.Text;
using PixelGpt.Formats.Protobuf;

namespace PixelGpt.Formats.Onnx;

/// <summary>The operations and tensors of an ONNX file (<c>ModelProto</c>). Nothing is executed.</summary>
internal sealed class OnnxGraph
{
    private OnnxGraph(IReadOnlyList<OnnxNode> nodes, IReadOnlyDictionary<string, OnnxTensor> tensors, string input) => (Nodes, Tensors, Input) = (nodes, tensors, input);

    /// <summary>The operations in the order of the file.</summary>
    public IReadOnlyList<OnnxNode> Nodes { get; }

    /// <summary>The float32 tensors that are part of the file, by name.</summary>
    public IReadOnlyDictionary<string, OnnxTensor> Tensors { get; }

    /// <summary>The name of the first input that is not a tensor of the file; empty if there is none.</summary>
    public string Input { get; }

    /// <summary>Reads the graph of a file.</summary>
    /// <param name="file">The bytes of the file. They must not change.</param>
    /// <exception cref="InputException">The file is damaged or has no graph.</exception>
    public static OnnxGraph Read(byte[] file)
    {
        for (var model = new ProtobufReader(file); model.Next();)
        {
            if (model.Field == 7) return ReadGraph(file, model.ReadBytes());
            model.Skip();
        }

        throw new InputException("the file has no graph, so it is not an ONNX file");
    }

    /// <summary>Returns where a part of the file is in the file.</summary>
    internal static Range RangeIn(byte[] file, ReadOnlySpan<byte> part)
    {
        if (part.IsEmpty) return default;
        int start = (int)Unsafe.ByteOffset(ref file[0], ref Unsafe.AsRef(in part[0]));
        return start..(start + part.Length);
    }

    private static OnnxGraph ReadGraph(byte[] file, ReadOnlySpan<byte> message)
    {
        var nodes = new List<OnnxNode>();
        var inputs = new List<string>();
        var tensors = new Dictionary<string, OnnxTensor>(StringComparer.Ordinal);
        for (var reader = new ProtobufReader(message); reader.Next();)
        {
            switch (reader.Field)
            {
                case 1:
                    nodes.Add(OnnxNode.Read(reader.ReadBytes()));
                    break;
                case 5:
                    if (OnnxTensor.Read(file, RangeIn(file, reader.ReadBytes())) is { } tensor && !tensors.TryAdd(tensor.Name, tensor)) throw new InputException($"the tensor '{Excerpt.Of(tensor.Name, 100)}' occurs twice");
                    break;
                case 11:
                    inputs.Add(ReadName(reader.ReadBytes()));
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new OnnxGraph(nodes, tensors, inputs.FirstOrDefault(name => !tensors.ContainsKey(name)) ?? "");
    }

    private static string ReadName(ReadOnlySpan<byte> message)
    {
        for (var reader = new ProtobufReader(message); reader.Next();)
        {
            if (reader.Field == 1) return Encoding.UTF8.GetString(reader.ReadBytes());
            reader.Skip();
        }

        return "";
    }
}
