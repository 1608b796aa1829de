using PixelGpt.Numerics;

namespace PixelGpt.Models.Embeddings;

/// <summary>
/// A table of embeddings [count, D]: learned per index, computed from <see cref="ColorFeatures"/> with a learned linear map W
/// [n, D], or the sum of both. The embedding of colour i is then weight[i] + features[i]·W.
/// </summary>
internal sealed class EmbeddingTable
{
    private readonly bool _isLearnedPerIndex;
    private readonly ColorFeatures? _features;
    private readonly Parameter? _projection;
    private readonly FloatBuffer? _values;

    /// <summary>Creates a table that is learned per index.</summary>
    /// <param name="weight">The table.</param>
    public EmbeddingTable(Parameter weight)
    {
        Rows = weight;
        _isLearnedPerIndex = true;
    }

    /// <summary>Creates a table with colour features.</summary>
    /// <param name="rows">The part of the table that is learned per index, or only the place of its gradient.</param>
    /// <param name="isLearnedPerIndex">Whether <paramref name="rows"/> is learned.</param>
    /// <param name="features">Features of the colours.</param>
    /// <param name="projection">The linear map of the features, W.</param>
    public EmbeddingTable(Parameter rows, bool isLearnedPerIndex, ColorFeatures features, Parameter projection)
    {
        Rows = rows;
        _isLearnedPerIndex = isLearnedPerIndex;
        _features = features;
        _projection = projection;
        _values = new FloatBuffer(rows.Length);
    }

    /// <summary>
    /// The place of the table's gradient among the gradients of all parameters, which layers add to. It is also the part of the
    /// table that is learned per index, if there is one: the gradients of both are equal.
    /// </summary>
    public Parameter Rows { get; }

    /// <summary>Whether the table has colour features, and <see cref="Update"/> and <see cref="CompleteGradient"/> must be called.</summary>
    public bool HasFeatures => _features is not null;

    /// <summary>Whether the table is, or has a part that is, learned per index.</summary>
    public bool IsLearnedPerIndex => _isLearnedPerIndex;

    /// <summary>The linear map of the colour features; null without features.</summary>
    public Parameter? Projection => _projection;

    /// <summary>Returns the values of the table.</summary>
    /// <param name="parameters">Values of all parameters.</param>
    public ReadOnlySpan<float> In(ReadOnlySpan<float> parameters) => _values is null ? Rows.In(parameters) : _values.Span;

    /// <summary>Computes the values of the table. Must be called before the first pass and after each change of the parameters or features.</summary>
    /// <param name="kernels">Kernels to compute with.</param>
    /// <param name="parameters">Values of all parameters.</param>
    public void Update(IKernels kernels, ReadOnlySpan<float> parameters)
    {
        if (_features is null) return;
        if (_isLearnedPerIndex) Rows.In(parameters).CopyTo(_values!.Span);
        kernels.MatMul(Features, new ReadOnlyMatrixSpan(_projection!.In(parameters), _features.Count, HiddenSize), _isLearnedPerIndex, new MatrixSpan(_values!.Span, Count, HiddenSize));
    }

    /// <summary>Computes the gradient of the linear map, featuresᵀ·(gradient of the table), once the gradient of the table is complete.</summary>
    /// <param name="kernels">Kernels to compute with.</param>
    /// <param name="gradients">Gradients of all parameters.</param>
    public void CompleteGradient(IKernels kernels, Span<float> gradients)
    {
        if (_features is null) return;
        Span<float> table = Rows.In(gradients);
        kernels.MatMul(Features.Transposed, new ReadOnlyMatrixSpan(table, Count, HiddenSize), false, new MatrixSpan(_projection!.In(gradients), _features.Count, HiddenSize));

        // No parameter is there, so that it must not count in the norm of the gradient.
        if (!_isLearnedPerIndex) table.Clear();
    }

    private int Count => Rows.Shape[0];

    private int HiddenSize => Rows.Shape[1];

    /// <summary>The colour features of the rows of the table [count, n].</summary>
    public ReadOnlyMatrixSpan Features => new(_features!.Values.Data, Count, _features.Count);
}
