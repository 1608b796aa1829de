using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>The buffers of a colour pointer for passes over up to <c>rows</c> positions.</summary>
internal sealed class PointerActivations
{
    /// <summary>Rows per block of attention weights: a multiple of the rows of a matrix tile.</summary>
    public const int BlockRows = 48;

    /// <summary>Allocates the buffers.</summary>
    /// <param name="kernels">Kernels to compute with.</param>
    /// <param name="size">Key size.</param>
    /// <param name="colors">Number of colours, V.</param>
    /// <param name="rows">Maximum number of positions.</param>
    /// <param name="training">Whether gradients are needed.</param>
    public PointerActivations(IKernels kernels, int size, int colors, int rows, bool training)
    {
        ProjectionStride = Alignment.RoundUp((2 * size) + 1);
        Projection = new FloatBuffer(rows * ProjectionStride);
        WeightStride = PointerKeys.StrideOf(rows);
        Weights = new FloatBuffer(BlockRows * WeightStride);
        PackedKeys = new FloatBuffer(kernels.PackedLength(size, rows));
        if (!training) return;
        Mixture = new FloatBuffer(colors);
        KeyRows = new FloatBuffer(kernels.PackedLength(rows, size));
        ProjectionGradient = new FloatBuffer(rows * ProjectionStride);
    }

    /// <summary>Query, key and gate side by side [T, 2 · key size + 1].</summary>
    public FloatBuffer Projection { get; }

    /// <summary>The row stride of <see cref="Projection"/> and its gradient.</summary>
    public int ProjectionStride { get; }

    /// <summary>The attention weights of a block, and then the gradients of its scores [block rows, stride].</summary>
    public FloatBuffer Weights { get; }

    /// <summary>The row stride of <see cref="Weights"/>.</summary>
    public int WeightStride { get; }

    /// <summary>The transposed keys, packed [key size, T].</summary>
    public FloatBuffer PackedKeys { get; }

    /// <summary>The keys, packed [T, key size]; empty without training.</summary>
    public FloatBuffer KeyRows { get; } = new(0);

    /// <summary>The log-sum-exp of each row of a block.</summary>
    public FloatBuffer LogSumExp { get; } = new(BlockRows);

    /// <summary>The pointer's probability of each colour in one row [V]; empty without training.</summary>
    public FloatBuffer Mixture { get; } = new(0);

    /// <summary>The gradient of <see cref="Projection"/>; empty without training.</summary>
    public FloatBuffer ProjectionGradient { get; } = new(0);
}
