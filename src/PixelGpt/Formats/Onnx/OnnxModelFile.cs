using PixelGpt.Formats.Protobuf;
using PixelGpt.IO;

namespace PixelGpt.Formats.Onnx;

/// <summary>Writes a graph as an ONNX file (<c>ModelProto</c>) with operator set 17.</summary>
internal static class OnnxModelFile
{
    private const int IrVersionField = 1, ProducerField = 2, GraphField = 7, OperatorSetField = 8, MetadataField = 14;

    /// <summary>The version of the file format that came with operator set 17.</summary>
    private const long IrVersion = 8;

    private const long OperatorSet = 17;

    /// <summary>Protocol buffers have at most 2 GiB.</summary>
    private const long MaxLength = int.MaxValue;

    /// <summary>Writes a file atomically.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="graph">The graph.</param>
    /// <param name="metadata">Entries of <c>metadata_props</c>, in the order of the file.</param>
    /// <returns>The length of the file in bytes.</returns>
    /// <exception cref="InputException">The file would be larger than the format allows.</exception>
    /// <exception cref="FailureException">The file cannot be written.</exception>
    public static long Write(string path, OnnxGraphBuilder graph, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        const int OperatorSetVersionField = 2, KeyField = 1, ValueField = 2;
        ProtobufMessage model = new(), operatorSet = new();
        operatorSet.Add(OperatorSetVersionField, OperatorSet);
        model.Add(IrVersionField, IrVersion);
        model.Add(ProducerField, "PixelGpt");
        model.Add(GraphField, graph.ToMessage());
        model.Add(OperatorSetField, operatorSet);
        foreach ((string key, string value) in metadata)
        {
            var entry = new ProtobufMessage();
            entry.Add(KeyField, key);
            entry.Add(ValueField, value);
            model.Add(MetadataField, entry);
        }

        long length = model.Length;
        if (length > MaxLength) throw new InputException($"{path}: the file would have {length / 1e9:0.0} GB, but an ONNX file has at most {MaxLength / 1e9:0.0} GB; export a smaller model, or use --dtype f16");
        AtomicFile.Write(path, model.WriteTo);
        return length;
    }
}
