using PixelGpt.Formats.Onnx;

namespace PixelGpt.Models.Onnx;

/// <summary>Exports <see cref="Embeddings.InputEmbedding"/>: the sum of one embedding from each table, for pictures that no augmentation has changed.</summary>
/// <param name="graph">Graph to add to.</param>
/// <param name="description">Architecture of the model.</param>
/// <param name="weights">Weights of the model.</param>
internal sealed class OnnxEmbedding(OnnxGraphBuilder graph, TransformerDescription description, OnnxWeights weights)
{
    /// <summary>Adds the input of the first block [B, S, D].</summary>
    /// <param name="inputs">Inputs of the model.</param>
    /// <param name="picture">Size and coordinates; null if no part of the model needs them.</param>
    public OnnxValue Build(OnnxInputs inputs, OnnxPicture? picture)
    {
        graph.Scope = "embedding";
        ParameterNames names = description.Names;
        PictureSizes sizes = description.PictureSizes;
        OnnxValue x = graph.Gather(weights.Tokens(), inputs.Ids);
        if (description.LearnedPositions) x = AddRows(x, names.PositionEmbedding, inputs.Positions);
        if (description.RowColumnEmbedding)
        {
            // The last position predicts no pixel of the picture; its index only has to be valid.
            x = AddRows(x, names.RowEmbedding, graph.Clip(picture!.Target.Y, graph.Integer(0), graph.Integer(sizes.MaxHeight - 1)));
            x = AddRows(x, names.ColumnEmbedding, picture.Target.X);
        }

        if (description.SizeEmbedding)
        {
            x = AddRows(x, names.RowsLeftEmbedding, graph.Clip(Left(picture!.Height, picture.Target.Y), graph.Integer(0), graph.Integer(sizes.MaxHeight - 1)));
            x = AddRows(x, names.ColumnsLeftEmbedding, Left(picture.Width, picture.Target.X));
        }

        if (description.AugmentationEmbedding)
        {
            int noShift = description.MaxShift;
            x = graph.Add(x, weights.SumOfRows("model.embed_unchanged", (names.OrientationEmbedding, 0), (names.ShiftXEmbedding, noShift), (names.ShiftYEmbedding, noShift)));
        }

        if (description.Conditions > 0) x = graph.Add(x, weights.SumOfRows("model.embed_unconditioned", (names.ConditionEmbedding, 0)));
        if (inputs.HasNeighbors) x = graph.Add(x, new OnnxNeighbors(graph, description, weights).Build(inputs, picture!));
        return x;
    }

    /// <summary>Adds the number of pixels after a coordinate.</summary>
    private OnnxValue Left(OnnxValue size, OnnxValue coordinate) => graph.Subtract(graph.Subtract(size, graph.Integer(1)), coordinate);

    private OnnxValue AddRows(OnnxValue x, string table, OnnxValue indices) => graph.Add(x, graph.Gather(weights.Table(table), indices));
}
