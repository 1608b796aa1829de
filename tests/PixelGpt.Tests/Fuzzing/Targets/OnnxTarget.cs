using PixelGpt.Formats.Onnx;
using PixelGpt.Tests.Formats.Onnx;
using PixelGpt.Tests.Fuzzing.Mutations;

namespace PixelGpt.Tests.Fuzzing.Targets;

/// <summary>ONNX files.</summary>
internal sealed class OnnxTarget() : FileTarget("onnx", "a.onnx", [OnnxMaker.Model(), OnnxMaker.Bytes(7, OnnxMaker.Graph())])
{
    public override byte[] Mutate(byte[] input, FuzzRandom random) => BlindMutation.Apply(input, random, Seeds);

    protected override void Read(string path)
    {
        OnnxGraph graph = OnnxGraph.Read(File.ReadAllBytes(path));
        foreach (OnnxTensor tensor in graph.Tensors.Values) Assert.Equal(tensor.Shape.Aggregate(1L, (a, b) => a * b), tensor.FiniteFloats().Length);
    }
}
