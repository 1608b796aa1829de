using PixelGpt.Formats.Onnx;

namespace PixelGpt.Models.Onnx;

/// <summary>
/// Exports the embeddings of neighbours, see <see cref="Embeddings.NeighborIndex"/>. Of the shapes, N is the number of neighbours.
/// </summary>
/// <param name="graph">Graph to add to.</param>
/// <param name="description">Architecture of the model.</param>
/// <param name="weights">Weights of the model.</param>
internal sealed class OnnxNeighbors(OnnxGraphBuilder graph, TransformerDescription description, OnnxWeights weights)
{
    /// <summary>Adds the sum of the embeddings of all neighbours of each row's pixel [B, S, D].</summary>
    /// <param name="inputs">Inputs of the model.</param>
    /// <param name="picture">Size and coordinates.</param>
    public OnnxValue Build(OnnxInputs inputs, OnnxPicture picture)
    {
        graph.Scope = "neighbors";
        int outside = description.VocabularySize, unknown = outside + 1, states = description.NeighborStates, count = description.Neighbors.Length;
        OnnxValue width = graph.Unsqueeze(picture.Width, 2), height = graph.Unsqueeze(picture.Height, 2);
        OnnxValue x = graph.Add(graph.Unsqueeze(picture.Target.X, 2), Offsets(n => n.X)), y = graph.Add(graph.Unsqueeze(picture.Target.Y, 2), Offsets(n => n.Y));
        OnnxValue isInside = graph.And(IsWithin(x, width), IsWithin(y, height));
        OnnxValue pixel = graph.Where(isInside, graph.Add(graph.Multiply(y, width), x), graph.Integer(0));

        // Neighbours of all rows in one dimension: [B, S·N].
        OnnxValue column = graph.GatherElements(ColumnsOfPixels(inputs), graph.Reshape(pixel, 0, -1), axis: 1);
        OnnxValue last = graph.Subtract(graph.SizeOf(inputs.ColumnIndex, axis: 0), graph.Integer(1));
        OnnxValue color = graph.GatherElements(inputs.Tokens, graph.Node("Min", [column, last]), axis: 1);
        OnnxValue isKnown = graph.LessOrEqual(graph.Reshape(column, 0, -1, count), inputs.RowIndex);
        OnnxValue known = graph.Where(isKnown, graph.Reshape(color, 0, -1, count), graph.Integer(description.AnyOrder ? unknown : outside));
        OnnxValue state = graph.Where(isInside, known, graph.Integer(outside));

        OnnxValue rows = graph.Add(state, graph.Integers([.. Enumerable.Range(0, count).Select(i => (long)(i * states))]));
        return graph.ReduceSum(graph.Gather(weights.NeighborTables(), rows), axis: 2);
    }

    /// <summary>
    /// Adds the column of each pixel [B, pixels + 1], which is too large for any row if the pixel has none. Filled columns are
    /// those of a pixel after the last one.
    /// </summary>
    private OnnxValue ColumnsOfPixels(OnnxInputs inputs)
    {
        PictureSizes sizes = description.PictureSizes;
        int pixels = sizes.MaxWidth * sizes.MaxHeight;
        OnnxValue batch = graph.Unsqueeze(graph.SizeOf(inputs.Ids, axis: 0), 0);
        OnnxValue none = graph.Node("Expand", [graph.Integer(int.MaxValue), graph.Concat(0, batch, graph.Integers(pixels + 1))]);
        OnnxValue pixelOfColumn = graph.Where(inputs.Present, inputs.AllPositions, graph.Integer(pixels));
        OnnxValue columns = graph.Node("Expand", [inputs.ColumnIndex, graph.Node("Shape", [inputs.AllPositions])]);
        return graph.Node("ScatterElements", [none, pixelOfColumn, columns], OnnxAttribute.Of("axis", 1L));
    }

    /// <summary>Adds whether coordinates are at least 0 and less than a size.</summary>
    private OnnxValue IsWithin(OnnxValue coordinate, OnnxValue size) => graph.And(graph.LessOrEqual(graph.Integer(0), coordinate), graph.Less(coordinate, size));

    private OnnxValue Offsets(Func<PixelOffset, int> coordinate) => graph.Integers([.. description.Neighbors.Select(n => (long)coordinate(n))]);
}
