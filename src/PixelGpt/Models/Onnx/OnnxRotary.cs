using PixelGpt.Formats.Onnx;

namespace PixelGpt.Models.Onnx;

/// <summary>
/// Exports <see cref="Rotary"/>: x becomes x · cos θ + swap(x) · sin θ, where swap exchanges the halves of a head, and sin θ is
/// negative for the first half.
/// </summary>
internal sealed class OnnxRotary
{
    private readonly OnnxGraphBuilder _graph;
    private readonly int _headDim;
    private readonly (OnnxValue Cos, OnnxValue Sin) _query;
    private readonly (OnnxValue Cos, OnnxValue Sin) _key;

    private OnnxRotary(OnnxGraphBuilder graph, int headDim, OnnxValue queryAngles, OnnxValue? keyAngles)
    {
        _graph = graph;
        _headDim = headDim;
        _query = Factors(queryAngles);
        _key = keyAngles is { } angles ? Factors(angles) : _query;
    }

    /// <summary>Adds the angles of a model.</summary>
    /// <param name="graph">Graph to add to.</param>
    /// <param name="description">Architecture of the model.</param>
    /// <param name="weights">Weights of the model.</param>
    /// <param name="inputs">Inputs of the model.</param>
    /// <param name="picture">Coordinates, for angles of two dimensions.</param>
    /// <returns>The rotary embedding; null if the model has none.</returns>
    public static OnnxRotary? Create(OnnxGraphBuilder graph, TransformerDescription description, OnnxWeights weights, OnnxInputs inputs, OnnxPicture? picture)
    {
        if (description.RopeTheta is not { } theta) return null;
        graph.Scope = "rotary";
        if (!description.TwoDimensionalRope)
        {
            OnnxValue frequencies = weights.Constants("rotary/frequencies", Rotary.SequenceFrequencies(description.HeadDim, theta, description.RopeScaling));
            return new OnnxRotary(graph, description.HeadDim, Angles(graph, inputs.Positions, frequencies), null);
        }

        OnnxValue perAxis = weights.Constants("rotary/frequencies", Rotary.AxisFrequencies(description.HeadDim, theta));
        OnnxValue Grid((OnnxValue X, OnnxValue Y) pixel) => graph.Concat(-1, Angles(graph, pixel.X, perAxis), Angles(graph, pixel.Y, perAxis));
        return new OnnxRotary(graph, description.HeadDim, Grid(picture!.Target), description.AnyOrder ? Grid(picture.Source) : null);
    }

    /// <summary>Adds the rotation of heads.</summary>
    /// <param name="heads">Queries or keys [B, S, heads, head size].</param>
    /// <param name="isKey">Whether they are keys.</param>
    public OnnxValue Rotate(OnnxValue heads, bool isKey)
    {
        (OnnxValue cos, OnnxValue sin) = isKey ? _key : _query;
        OnnxValue swapped = _graph.Gather(heads, _graph.Integers([.. Enumerable.Range(0, _headDim).Select(i => (long)((i + (_headDim / 2)) % _headDim))]), axis: -1);
        return _graph.Add(_graph.Multiply(heads, cos), _graph.Multiply(swapped, sin));
    }

    private static OnnxValue Angles(OnnxGraphBuilder graph, OnnxValue positions, OnnxValue frequencies) =>
        graph.Multiply(graph.Unsqueeze(graph.Cast(positions, OnnxElementType.Float), 2), frequencies);

    private (OnnxValue Cos, OnnxValue Sin) Factors(OnnxValue angles)
    {
        OnnxValue cos = _graph.Node("Cos", [angles]), sin = _graph.Node("Sin", [angles]);
        return (_graph.Unsqueeze(_graph.Concat(-1, cos, cos), 2), _graph.Unsqueeze(_graph.Concat(-1, _graph.Node("Neg", [sin]), sin), 2));
    }
}
