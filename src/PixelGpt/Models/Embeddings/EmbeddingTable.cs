namespace PixelGpt.Models.Embeddings;

/// <summary>A learned table of embeddings [count, D].</summary>
/// <param name="weight">The table.</param>
internal sealed class EmbeddingTable(Parameter weight)
{
    /// <summary>The parameter that receives the gradient of the table.</summary>
    public Parameter Weight => weight;

    /// <summary>Returns the values of the table.</summary>
    /// <param name="parameters">Values of all parameters.</param>
    public ReadOnlySpan<float> In(ReadOnlySpan<float> parameters) => weight.In(parameters);
}
