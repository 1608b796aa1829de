using ILGPU;
using PixelGpt.Gpu.Computing;
using PixelGpt.Gpu.Kernels;
using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Gpu.Networks;

/// <summary>The sizes, settings and buffers that all layers use in one pass over the rows of several sequences.</summary>
internal sealed class GpuPass
{
    /// <summary>The device.</summary>
    public required GpuEngine Engine { get; init; }

    /// <summary>The architecture.</summary>
    public required TransformerDescription Description { get; init; }

    /// <summary>Number of sequences.</summary>
    public required int Sequences { get; init; }

    /// <summary>Number of rows of each sequence.</summary>
    public required int Rows { get; init; }

    /// <summary>Position of the first row of each sequence.</summary>
    public int First { get; init; }

    /// <summary>Whether dropout is applied.</summary>
    public bool HasDropout { get; init; }

    /// <summary>Number of dropout counters per position of the attention weights.</summary>
    public int DropoutStride { get; init; }

    /// <summary>Buffers outside of the blocks.</summary>
    public required GpuBuffers Buffers { get; init; }

    /// <summary>Gradients of the activations; null without a backward pass.</summary>
    public GpuGradientBuffers? Gradients { get; init; }

    /// <summary>Values of the first block, which value residuals read.</summary>
    public required DeviceMemory<float> FirstQkv { get; init; }

    /// <summary>Index of the angles of each row's query.</summary>
    public required ArrayView<int> QueryAngles { get; init; }

    /// <summary>Index of the angles of each row's key.</summary>
    public required ArrayView<int> KeyAngles { get; init; }

    /// <summary>Cosines and sines of the rotary embedding.</summary>
    public required (ArrayView<float> Cosines, ArrayView<float> Sines) Angles { get; init; }

    /// <summary>Keys of the dropout [sites, sequences].</summary>
    public required ArrayView<uint> DropoutKeys { get; init; }

    /// <summary>Number of rows of all sequences.</summary>
    public int AllRows => Sequences * Rows;

    /// <summary>The number of dropout sites of a model.</summary>
    /// <param name="description">Architecture of the model.</param>
    public static int[] SitesOf(TransformerDescription description) =>
    [
        DropoutSites.Embedding,
        .. Enumerable.Range(0, description.Layers).SelectMany(layer => (int[])
        [
            DropoutSites.AttentionResidual(layer), DropoutSites.MlpResidual(layer), .. Enumerable.Range(0, description.Heads).Select(head => DropoutSites.Attention(layer, head)),
        ]),
    ];

    /// <summary>Returns the matrix of a buffer whose rows follow each other.</summary>
    /// <param name="memory">The buffer.</param>
    /// <param name="columns">Number of columns.</param>
    public Matrix Matrix(DeviceMemory<float> memory, int columns) => new(memory.View, AllRows, columns);

    /// <summary>Returns the dropout at a site.</summary>
    /// <param name="rate">Dropout rate.</param>
    /// <param name="site">Index of the site in <see cref="SitesOf"/>.</param>
    public DropoutMask Mask(float rate, int site)
    {
        if (!HasDropout || rate == 0) return default;
        var dropout = new Dropout(rate, 0);
        return new DropoutMask(dropout.Threshold, dropout.Scale, site * Sequences);
    }

    /// <summary>Returns the index of the first dropout site of a block: that of the residual of attention, before that of the MLP and those of the heads.</summary>
    /// <param name="layer">Index of the block.</param>
    public int SiteOf(int layer) => 1 + (layer * (2 + Description.Heads));
}
