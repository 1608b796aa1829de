using PixelGpt.Models.Composition;
using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>
/// The buffers for a forward pass, and optionally a backward pass, over up to <see cref="Rows"/> positions. They are
/// allocated once and reused by every pass; each thread has its own instance.
/// </summary>
internal sealed class Activations
{
    /// <summary>Maximum number of floats in one buffer.</summary>
    private const int MaxFloats = 1 << 29;

    private readonly SequenceAttention _sequence;
    private readonly int _colors;

    /// <summary>Allocates the buffers.</summary>
    /// <param name="kernels">Kernels to compute attention with.</param>
    /// <param name="description">Model to allocate for.</param>
    /// <param name="rows">Maximum number of positions of a pass.</param>
    /// <param name="training">Whether backward passes are needed. If not, two sets of block buffers alternate between the blocks; with value residuals, the first block has another one.</param>
    /// <param name="composed">Number of floats per row of each block if blocks are composed; otherwise empty.</param>
    /// <exception cref="InputException">A buffer would exceed the supported size.</exception>
    public Activations(IKernels kernels, TransformerDescription description, int rows, bool training, ReadOnlySpan<int> composed = default)
    {
        int widest = Math.Max(Math.Max(description.QkvWidth, description.IntermediateStride), Math.Max(description.HiddenSize, Alignment.RoundUp(description.VocabularySize)));
        widest = Math.Max(widest, (2 * description.PointerSize) + 1);
        foreach (int extent in composed) widest = Math.Max(widest, extent);
        if ((long)rows * widest > MaxFloats)
            throw new InputException($"a model with up to {widest} values per pixel does not support sequences of {rows} pixels; use smaller pictures or a smaller model");
        Rows = rows;
        _colors = description.VocabularySize;
        Positions = [.. Enumerable.Range(0, rows)];
        QueryAngles = new int[description.TwoDimensionalRope ? rows : 0];
        KeyAngles = new int[description.AnyOrder ? rows : 0];
        LogitsStride = Alignment.RoundUp(description.VocabularySize);
        int d = description.HiddenSize;
        Embedding = new FloatBuffer(rows * d);
        FinalNorm = new FloatBuffer(rows * d);
        FinalStatistics = new FloatBuffer(rows * 2);
        Logits = new FloatBuffer(rows * LogitsStride);
        Branch = new FloatBuffer(rows * d);
        MlpActivation = new FloatBuffer(Mlp.MaxChunkRows(rows) * description.IntermediateStride);
        Nll = new FloatBuffer(rows);
        Attention = new CausalAttention(kernels, rows, description.HeadDim);
        _sequence = new SequenceAttention(description, this);
        if (description.PointerSize > 0) Pointer = new PointerActivations(kernels, description.PointerSize, description.VocabularySize, rows, training);
        Blocks = new BlockActivations[description.Layers];
        int ownBuffers = training ? Blocks.Length : description.ValueResidual ? 3 : 2;
        for (int i = 0; i < Blocks.Length; i++) Blocks[i] = i < ownBuffers ? new BlockActivations(description, rows) : Blocks[i - 2];
        Composed = CreateComposed(composed, rows, training);
        if (training) Gradients = new ActivationGradients(description, rows);
    }

    /// <summary>The maximum number of positions of a pass.</summary>
    public int Rows { get; }

    /// <summary>The positions 0, 1, 2, … of a whole sequence.</summary>
    public int[] Positions { get; }

    /// <summary>The index of the angles of each row's query in the tables of a two-dimensional rotary embedding [T].</summary>
    public int[] QueryAngles { get; }

    /// <summary>The index of the angles of each row's key, if the sequence can have any order [T].</summary>
    public int[] KeyAngles { get; }

    /// <summary>The embedded tokens [T, D].</summary>
    public FloatBuffer Embedding { get; }

    /// <summary>The activations of each block.</summary>
    public BlockActivations[] Blocks { get; }

    /// <summary>The normalised output of the last block [T, D].</summary>
    public FloatBuffer FinalNorm { get; }

    /// <summary>The logits [T, stride]; the first V columns of each row are used.</summary>
    public FloatBuffer Logits { get; }

    /// <summary>The distance between rows of <see cref="Logits"/>, in floats.</summary>
    public int LogitsStride { get; }

    /// <summary>The output of attention or MLP, before it is added to the residual stream [T, D].</summary>
    public FloatBuffer Branch { get; }

    /// <summary>The output of the MLP's activation function [chunk rows, intermediate]. It is not stored for the backward pass, which computes it again.</summary>
    public FloatBuffer MlpActivation { get; }

    /// <summary>The negative log-likelihood of each label [T], in nats.</summary>
    public FloatBuffer Nll { get; }

    /// <summary>Computes the attention of one head.</summary>
    public CausalAttention Attention { get; }

    /// <summary>The values of composed blocks; empty if blocks are not composed. Without training, all blocks have the same buffers.</summary>
    public ComposedBuffers[] Composed { get; }

    /// <summary>One row of logits [V], for a loss of a program.</summary>
    public float[] LossLogits => field ??= new float[_colors];

    /// <summary>The gradient of <see cref="LossLogits"/> [V].</summary>
    public float[] LossGradient => field ??= new float[_colors];

    /// <summary>The buffers of the colour pointer; null without a pointer.</summary>
    public PointerActivations? Pointer { get; }

    /// <summary>The gradients of the activations; null unless the buffers are for training.</summary>
    public ActivationGradients? Gradients { get; }

    private FloatBuffer FinalStatistics { get; }

    private static ComposedBuffers[] CreateComposed(ReadOnlySpan<int> extents, int rows, bool training)
    {
        if (extents.IsEmpty) return [];
        int largest = extents[0];
        foreach (int extent in extents) largest = Math.Max(largest, extent);
        FloatBuffer shared = new(training ? 0 : largest * rows);
        FloatBuffer? gradients = training ? new FloatBuffer(largest * rows) : null;
        var buffers = new ComposedBuffers[extents.Length];
        for (int i = 0; i < buffers.Length; i++) buffers[i] = new ComposedBuffers(training ? new FloatBuffer(extents[i] * rows) : shared, gradients, rows);
        return buffers;
    }

    /// <summary>Returns the attention within one whole sequence, set up for the next pass.</summary>
    /// <param name="dropout">Dropout masks of the pass; null for no dropout.</param>
    public SequenceAttention GetSequenceAttention(DropoutContext? dropout = null)
    {
        _sequence.Dropout = dropout;
        return _sequence;
    }

    /// <summary>Returns the statistics of the final norm for the given number of rows.</summary>
    public NormStatistics FinalNormStatistics(int rows) => new(FinalStatistics[0, rows], FinalStatistics[Rows, rows]);
}
