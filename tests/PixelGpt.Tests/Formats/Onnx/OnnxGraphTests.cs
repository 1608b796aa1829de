using PixelGpt.Formats.Onnx;

namespace PixelGpt.Tests.Formats.Onnx;

/// <summary>The reader of ONNX files, on messages made by hand.</summary>
public class OnnxGraphTests
{
    [Fact]
    public void Nodes_tensors_and_the_input_are_read()
    {
        OnnxGraph graph = OnnxGraph.Read(OnnxMaker.Model());
        OnnxNode node = Assert.Single(graph.Nodes);
        Assert.Equal("Conv", node.Operator);
        Assert.Equal(["picture", "packed"], node.Inputs.ToArray());
        Assert.Equal(["result"], node.Outputs.ToArray());
        Assert.Equal([1L, 1, 0, 0], node.Integers["pads"].ToArray());
        Assert.Equal([2L], node.Integers["group"].ToArray());
        Assert.Equal(0.5f, node.Floats["epsilon"]);
        Assert.Equal("picture", graph.Input);

        // Tensors of other types than float32 are left out.
        Assert.Equal(["packed", "raw", "single"], graph.Tensors.Keys.Order());
        Assert.Equal([2, 3], graph.Tensors["packed"].Shape.ToArray());
        Assert.Equal([1f, 2, 3, 4, 5, 6], graph.Tensors["packed"].FiniteFloats());
        Assert.Equal([1f, 2, 3], graph.Tensors["single"].FiniteFloats());
        Assert.Equal([1f], graph.Tensors["raw"].FiniteFloats());
    }

    [Fact]
    public void Damaged_files_are_refused()
    {
        byte[] model = OnnxMaker.Model();
        for (int length = 0; length < model.Length; length++) Assert.Throws<InputException>(() => OnnxGraph.Read(model[..length]));
        Refuses("0 bytes for the shape [3]", OnnxMaker.Tensor("t", [3], _ => []));
        Refuses("4 bytes for the shape [3]", OnnxMaker.Tensor("t", [3], _ => OnnxMaker.PackedFloats([1])));
        Refuses("its values occur twice", OnnxMaker.Tensor("t", [1], values => [.. OnnxMaker.PackedFloats(values), .. OnnxMaker.PackedFloats(values)]));
        Refuses("shape [-1]", OnnxMaker.Message(OnnxMaker.Varint(1, -1), OnnxMaker.Varint(2, 1)));
        Refuses("shape [65536, 65536]", OnnxMaker.Message(OnnxMaker.Varint(1, 65536), OnnxMaker.Varint(1, 65536), OnnxMaker.Varint(2, 1)));
        Refuses("wire type", [0x0B]);
        Refuses("a number of more than 10 bytes", [0x08, .. Enumerable.Repeat((byte)0xFF, 11)]);
        Assert.Contains("occurs twice", Assert.Throws<InputException>(() => OnnxGraph.Read(OnnxMaker.Bytes(7, [.. OnnxMaker.Graph(), .. OnnxMaker.Graph()]))).Message);
        OnnxGraph infinite = OnnxGraph.Read(OnnxMaker.Bytes(7, OnnxMaker.Bytes(5, OnnxMaker.Tensor("t", [2], _ => OnnxMaker.PackedFloats([1, float.NaN])))));
        Assert.Contains("not finite (NaN at index 1)", Assert.Throws<InputException>(() => infinite.Tensors["t"].FiniteFloats()).Message);

        static void Refuses(string what, byte[] tensor) => Assert.Contains(what, Assert.Throws<InputException>(() => OnnxGraph.Read(OnnxMaker.Bytes(7, OnnxMaker.Bytes(5, tensor)))).Message);
    }
}
