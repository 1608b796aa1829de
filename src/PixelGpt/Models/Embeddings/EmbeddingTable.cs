using PixelGpt.Numerics;

namespace PixelGpt.Models.Embeddings;

/// <summary>
/// A learned table of embeddings [count, D]. A table of colours can also depend on <see cref="ColorFeatures"/>: the embedding
/// of colour i is then weight[i] + features[i]·W with a learned W [n, D]. Rows after the last colour are weight[i] alone.
/// </summary>
internal sealed class EmbeddingTable
{
    private readonly ColorFeatures? _features;
    private readonly Parameter? _projection;
    private readonly FloatBuffer? _values;

    /// <summary>Creates a table without colour features.</summary>
    /// <param name="weight">The table.</param>
    public EmbeddingTable(Parameter weight) => Weight = weight;

    /// <summary>Creates a table with colour features.</summary>
    /// <param name="weight">The part of the table that is learned per index.</param>
    /// <param name="features">Features of the colours.</param>
    /// <param name="projection">The linear map of the features, W.</param>
    public EmbeddingTable(Parameter weight, ColorFeatures features, Parameter projection)
    {
        Weight = weight;
        _features = features;
        _projection = projection;
        _values = new FloatBuffer(weight.Length);
    }

    /// <summary>
    /// The part of the table that is learned per index. Its gradient equals that of the whole table, so layers add to the
    /// gradient of this parameter.
    /// </summary>
    public Parameter Weight { get; }

    /// <summary>Whether the table has colour features, and <see cref="Update"/> and <see cref="CompleteGradient"/> must be called.</summary>
    public bool HasFeatures => _features is not null;

    /// <summary>Returns the values of the table.</summary>
    /// <param name="parameters">Values of all parameters.</param>
    public ReadOnlySpan<float> In(ReadOnlySpan<float> parameters) => _values is null ? Weight.In(parameters) : _values.Span;

    /// <summary>Computes the values of the table from the parameters. Must be called before the first pass and after each change of the parameters.</summary>
    /// <param name="kernels">Kernels to compute with.</param>
    /// <param name="parameters">Values of all parameters.</param>
    public void Update(IKernels kernels, ReadOnlySpan<float> parameters)
    {
        if (_features is null) return;
        Weight.In(parameters).CopyTo(_values!.Span);
        kernels.MatMul(_features.Values, new ReadOnlyMatrixSpan(_projection!.In(parameters), _features.Count, HiddenSize), true, new MatrixSpan(_values.Span, _features.Colors, HiddenSize));
    }

    /// <summary>Computes the gradient of the linear map, featuresᵀ·(gradient of the table), once the gradient of <see cref="Weight"/> is complete.</summary>
    /// <param name="kernels">Kernels to compute with.</param>
    /// <param name="gradients">Gradients of all parameters.</param>
    public void CompleteGradient(IKernels kernels, Span<float> gradients)
    {
        if (_features is null) return;
        var table = new ReadOnlyMatrixSpan(Weight.In(gradients), _features.Colors, HiddenSize);
        kernels.MatMul(_features.Values.Transposed, table, false, new MatrixSpan(_projection!.In(gradients), _features.Count, HiddenSize));
    }

    private int HiddenSize => Weight.Shape[1];
}
