using PixelGpt.Formats.Onnx;

namespace PixelGpt.Models.Onnx;

/// <summary>The size of the pictures, and where in them the pixels of the rows are.</summary>
internal sealed class OnnxPicture
{
    private readonly OnnxGraphBuilder _graph;

    /// <summary>Computes the coordinates.</summary>
    /// <param name="graph">Graph to add to.</param>
    /// <param name="description">Architecture of the model.</param>
    /// <param name="inputs">Inputs of the model.</param>
    public OnnxPicture(OnnxGraphBuilder graph, TransformerDescription description, OnnxInputs inputs)
    {
        _graph = graph;
        graph.Scope = "picture";
        OnnxValue size = inputs.ImageSize!.Value;
        Width = graph.Gather(size, graph.Integers(0), axis: 1);
        Height = graph.Gather(size, graph.Integers(1), axis: 1);
        Target = Coordinates(inputs.NextPositions ?? graph.Add(inputs.Positions, graph.Integer(1)));
        Source = description is { AnyOrder: true, TwoDimensionalRope: true } ? Coordinates(inputs.Positions) : Target;
    }

    /// <summary>The widths [B, 1].</summary>
    public OnnxValue Width { get; }

    /// <summary>The heights [B, 1].</summary>
    public OnnxValue Height { get; }

    /// <summary>Column and row of the pixel that each row predicts [B, S].</summary>
    public (OnnxValue X, OnnxValue Y) Target { get; }

    /// <summary>Column and row of the pixel that the key of each row is rotated by [B, S]: of its token in a model for any order, otherwise the same as <see cref="Target"/>.</summary>
    public (OnnxValue X, OnnxValue Y) Source { get; }

    private (OnnxValue X, OnnxValue Y) Coordinates(OnnxValue pixels)
    {
        OnnxValue y = _graph.Divide(pixels, Width);
        return (_graph.Subtract(pixels, _graph.Multiply(y, Width)), y);
    }
}
