using System.Collections.Immutable;
using PixelGpt.Models.Composition;
using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>
/// The architecture of a decoder-only transformer, independent of its family. A <see cref="Families.ModelFamily"/> creates it
/// from a <c>config.json</c>, and <see cref="Transformer"/> is built from it.
/// </summary>
public sealed record TransformerDescription
{
    /// <summary>The number of tokens, V. A token is a palette index.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>The maximum number of positions of a sequence.</summary>
    public required int MaxPositions { get; init; }

    /// <summary>The hidden size, D: the width of the residual stream.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>The number of transformer blocks.</summary>
    public required int Layers { get; init; }

    /// <summary>The number of query heads.</summary>
    public required int Heads { get; init; }

    /// <summary>The number of key-value heads. If it is less than <see cref="Heads"/>, attention is grouped-query attention (Ainslie et al. 2023).</summary>
    public required int KeyValueHeads { get; init; }

    /// <summary>The head size: the width of one head.</summary>
    public required int HeadDim { get; init; }

    /// <summary>The intermediate size of the MLP.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>The row stride of intermediate MLP buffers in floats, aligned for vector instructions.</summary>
    internal int IntermediateStride => Alignment.RoundUp(IntermediateSize);

    /// <summary>The kind of normalisation.</summary>
    public required NormKind Norm { get; init; }

    /// <summary>The constant that is added to the variance or mean square before the square root.</summary>
    public required float NormEpsilon { get; init; }

    /// <summary>Whether each position has a learned embedding.</summary>
    public bool LearnedPositions { get; init; }

    /// <summary>The width of the pictures in pixels, which relates positions to rows and columns; 0 if no part of the model needs it or if each picture has its own size.</summary>
    public int ImageWidth { get; init; }

    /// <summary>The maximum width and height of a picture if each picture has its own size; 0 if all have one size.</summary>
    public int MaxImageSize { get; init; }

    /// <summary>Whether the numbers of rows below and columns to the right of the pixel to be predicted have learned embeddings.</summary>
    public bool SizeEmbedding { get; init; }

    /// <summary>Whether the row and the column of the pixel to be predicted have learned embeddings.</summary>
    public bool RowColumnEmbedding { get; init; }

    /// <summary>The offsets of the pixels, relative to the pixel to be predicted, whose colours have learned embeddings.</summary>
    public ImmutableArray<PixelOffset> Neighbors { get; init; } = [];

    /// <summary>
    /// Whether the pixels of a picture can form a sequence in any order, see <see cref="PixelOrder"/>: neighbours can also be later
    /// in raster order, and keys are rotated by the pixel of their token instead of the pixel to be predicted.
    /// </summary>
    public bool AnyOrder { get; init; }

    /// <summary>The number of random projections in the features of colours, which embeddings of colours and the output head then depend on; null for none.</summary>
    public int? ColorFrequencies { get; init; }

    /// <summary>Whether the model has no weights per colour index, so that it can be built for any palette.</summary>
    public bool HasFreePalette { get; init; }

    /// <summary>Whether flips and shifts of the picture by augmentation have learned embeddings.</summary>
    public bool AugmentationEmbedding { get; init; }

    /// <summary>The maximum shift by augmentation, in pixels.</summary>
    public int MaxShift { get; init; }

    /// <summary>The number of conditions with learned embeddings: what augmentations of a program tell the model about a changed picture. Condition 0 is an unchanged picture; 0 for no conditions.</summary>
    public int Conditions { get; init; }

    /// <summary>Whether half of the rotary frequencies rotate by the column of a pixel, and half by its row.</summary>
    public bool TwoDimensionalRope { get; init; }

    /// <summary>The base of the rotary position embedding; null for none.</summary>
    public float? RopeTheta { get; init; }

    /// <summary>The scaling of the rotary position embedding; null for none.</summary>
    public RopeScaling? RopeScaling { get; init; }

    /// <summary>Whether each head of queries and keys is normalised (Qwen3).</summary>
    public bool QueryKeyNorm { get; init; }

    /// <summary>Whether the values of attention in all layers but the first are mixed with those of the first layer (Zhou et al. 2024).</summary>
    public bool ValueResidual { get; init; }

    /// <summary>The sliding window of each layer: the number of positions that a position attends to, including itself. Null, or no entry, for all earlier positions.</summary>
    public ImmutableArray<int?> Windows { get; init; } = [];

    /// <summary>The kind of MLP.</summary>
    public required MlpKind Mlp { get; init; }

    /// <summary>
    /// Describes the blocks by their forward computation; null for pre-norm blocks of attention and MLP. The number of layers, the heads and
    /// the positions are those of this description in both cases.
    /// </summary>
    public BlockComposition? Block { get; init; }

    /// <summary>The layout of linear weights in the state dict.</summary>
    public required WeightLayout Layout { get; init; }

    /// <summary>Whether the projection to queries, keys and values has biases.</summary>
    public bool AttentionInputBias { get; init; }

    /// <summary>Whether the output projection of attention has a bias.</summary>
    public bool AttentionOutputBias { get; init; }

    /// <summary>Whether the projections of the MLP have biases.</summary>
    public bool MlpBias { get; init; }

    /// <summary>The probability that the embedding of a colour is left out of the input of a row in training.</summary>
    public float ColorDropout { get; init; }

    /// <summary>The dropout rate of the embeddings.</summary>
    public float EmbeddingDropout { get; init; }

    /// <summary>The dropout rate of the attention weights.</summary>
    public float AttentionDropout { get; init; }

    /// <summary>The dropout rate of the outputs of attention and MLP.</summary>
    public float ResidualDropout { get; init; }

    /// <summary>Whether the output head uses the token embedding as its weight.</summary>
    public required bool TiedHead { get; init; }

    /// <summary>The key size of the pointer to colours that were already used; 0 for no pointer.</summary>
    public int PointerSize { get; init; }

    /// <summary>The standard deviation of the initial weights and embeddings.</summary>
    public required float InitializerRange { get; init; }

    /// <summary>The standard deviation of the initial weights of the attention output and MLP down projections, whose outputs are added to the residual stream.</summary>
    public required float ResidualInitializerRange { get; init; }

    /// <summary>The names of the modules in the state dict.</summary>
    public required ParameterNames Names { get; init; }

    /// <summary>The width of all query heads side by side.</summary>
    public int QueryWidth => Heads * HeadDim;

    /// <summary>The width of all key heads side by side, which is also the width of all value heads.</summary>
    public int KeyValueWidth => KeyValueHeads * HeadDim;

    /// <summary>The width of queries, keys and values side by side.</summary>
    public int QkvWidth => QueryWidth + (2 * KeyValueWidth);

    /// <summary>The number of states of a neighbour: its colour, outside the picture, or in a model for any order not known yet.</summary>
    internal int NeighborStates => VocabularySize + (AnyOrder ? 2 : 1);

    /// <summary>The sizes of pictures that the model supports.</summary>
    internal PictureSizes PictureSizes => MaxImageSize > 0
        ? new PictureSizes(0, MaxImageSize, MaxImageSize)
        : new PictureSizes(ImageWidth, ImageWidth, ImageWidth == 0 ? 0 : ((MaxPositions - 1) / ImageWidth) + 1);

    /// <summary>Returns the sliding window of a layer; <see cref="int.MaxValue"/> if it has none.</summary>
    internal int WindowOf(int layer) => layer < Windows.Length ? Windows[layer] ?? int.MaxValue : int.MaxValue;
}
