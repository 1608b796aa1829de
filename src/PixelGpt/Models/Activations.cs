using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>
/// All the memory a pass over up to <see cref="Rows"/> positions needs, made once and used again: one a thread.
/// </summary>
internal sealed class Activations
{
    /// <summary>Floats of the longest buffer.</summary>
    private const int MaxFloats = 1 << 29;

    private readonly SequenceAttention _sequence;

    /// <summary>Makes the memory.</summary>
    /// <param name="kernels">The kernels in use.</param>
    /// <param name="shape">The model.</param>
    /// <param name="rows">The most positions a pass may have.</param>
    /// <param name="training">Whether a backward pass may follow; if not, all blocks share one memory.</param>
    /// <exception cref="InputException">A pass over so many positions needs longer buffers than there can be.</exception>
    public Activations(IKernels kernels, TransformerDescription shape, int rows, bool training)
    {
        int widest = Math.Max(Math.Max(shape.QkvWidth, shape.IntermediateStride), Math.Max(shape.HiddenSize, Alignment.RoundUp(shape.VocabularySize)));
        if ((long)rows * widest > MaxFloats) throw new InputException($"sequences of {rows} pixels are too long for a model of up to {widest} numbers a pixel; use smaller pictures");
        Rows = rows;
        Positions = [.. Enumerable.Range(0, rows)];
        LogitsStride = Alignment.RoundUp(shape.VocabularySize);
        int d = shape.HiddenSize;
        Embedding = new FloatBuffer(rows * d);
        Final = new FloatBuffer(rows * d);
        FinalStatistics = new FloatBuffer(rows * 2);
        Logits = new FloatBuffer(rows * LogitsStride);
        Branch = new FloatBuffer(rows * d);
        Activated = new FloatBuffer(Mlp.MostRowsAtOnce(rows) * shape.IntermediateStride);
        Nll = new FloatBuffer(rows);
        Attention = new CausalAttention(kernels, rows, shape.HeadDim);
        _sequence = new SequenceAttention(shape, this);
        Blocks = new BlockActivations[shape.Layers];
        for (int i = 0; i < Blocks.Length; i++) Blocks[i] = training || i < 2 ? new BlockActivations(shape, rows) : Blocks[i - 2];
        if (training) Gradients = new GradientScratch(shape, rows);
    }

    public int Rows { get; }

    /// <summary>0, 1, 2, …: the positions of a whole sequence.</summary>
    public int[] Positions { get; }

    /// <summary>The embedded tokens [T, D].</summary>
    public FloatBuffer Embedding { get; }

    public BlockActivations[] Blocks { get; }

    /// <summary>The normalised output of the last block [T, D].</summary>
    public FloatBuffer Final { get; }

    public FloatBuffer FinalStatistics { get; }

    /// <summary>[T, stride], of which the first vocabulary-size columns count.</summary>
    public FloatBuffer Logits { get; }

    public int LogitsStride { get; }

    /// <summary>What a block is about to add to the residual stream [T, D].</summary>
    public FloatBuffer Branch { get; }

    /// <summary>An MLP after its activation [rows at once, intermediate]: not kept, as the way back makes it again.</summary>
    public FloatBuffer Activated { get; }

    /// <summary>The negative log-likelihood of each label [T].</summary>
    public FloatBuffer Nll { get; }

    public CausalAttention Attention { get; }

    /// <summary>Attention within one whole sequence, for the next pass.</summary>
    public SequenceAttention WithinSequence(DropoutContext? dropout = null)
    {
        _sequence.Dropout = dropout;
        return _sequence;
    }

    /// <summary>The backward pass's own memory; null where there is none.</summary>
    public GradientScratch? Gradients { get; }

    public NormStatistics FinalNormStatistics(int length) => new(FinalStatistics[0, length], FinalStatistics[Rows, length]);
}

/// <summary>Gradients of activations on their way back, shared by all blocks.</summary>
internal sealed class GradientScratch(TransformerDescription shape, int rows)
{
    /// <summary>Of the residual stream [T, D].</summary>
    public FloatBuffer Stream { get; } = new(rows * shape.HiddenSize);

    /// <summary>Of what a block adds to it [T, D].</summary>
    public FloatBuffer Branch { get; } = new(rows * shape.HiddenSize);

    /// <summary>Of a norm's output [T, D].</summary>
    public FloatBuffer Narrow { get; } = new(rows * shape.HiddenSize);

    /// <summary>Inside the MLP [rows at once, intermediate].</summary>
    public FloatBuffer Wide { get; } = new(Mlp.MostRowsAtOnce(rows) * shape.IntermediateStride);

    /// <summary>Of the MLP's gate [rows at once, intermediate]; empty where there is none.</summary>
    public FloatBuffer Gate { get; } = new(shape.Mlp == MlpKind.SwiGlu ? Mlp.MostRowsAtOnce(rows) * shape.IntermediateStride : 0);

    /// <summary>Of the heads' output [T, query width].</summary>
    public FloatBuffer Heads { get; } = new(rows * shape.QueryWidth);

    /// <summary>Of queries, keys and values [T, qkv width].</summary>
    public FloatBuffer Qkv { get; } = new(rows * shape.QkvWidth);

    /// <summary>Of one head of normalised queries or keys [T, head_dim]; empty where they are not normalised.</summary>
    public FloatBuffer QkHead { get; } = new(shape.QueryKeyNorm ? rows * shape.HeadDim : 0);
}
