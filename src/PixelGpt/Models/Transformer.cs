using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>
/// A decoder-only transformer built from its description: tokens in, logits of the next token out, and gradients
/// back. Its methods read parameters and write only the activations they are given, so threads share one model.
/// </summary>
public sealed class Transformer
{
    private readonly Parameter _tokenEmbedding;
    private readonly Parameter? _positionEmbedding;
    private readonly TransformerBlock[] _blocks;
    private readonly INorm _finalNorm;
    private readonly Linear _head;
    private readonly Linear[] _linears;

    internal Transformer(TransformerDescription description, IKernels kernels)
    {
        Description = description;
        Kernels = kernels;
        var factory = new ParameterFactory(Parameters, description);
        ParameterNames names = description.Names;
        _tokenEmbedding = factory.Embedding(names.TokenEmbedding, description.VocabularySize);
        Rotary? rotary = null;
        if (description.RopeTheta is { } theta) rotary = new Rotary(description.MaxPositions, description.HeadDim, theta, description.RopeScaling);
        else _positionEmbedding = factory.Embedding(names.PositionEmbedding, description.MaxPositions);
        _blocks = [.. Enumerable.Range(0, description.Layers).Select(layer => new TransformerBlock(description, factory, layer, rotary))];
        _finalNorm = factory.Norm(names.FinalNorm, layer: 0);
        _head = factory.Head(names.Head, description.TiedHead ? _tokenEmbedding : null);
        _linears = [.. _blocks.SelectMany(b => b.Linears), _head];
    }

    /// <summary>What it is made of.</summary>
    public TransformerDescription Description { get; }

    /// <summary>Its trained numbers.</summary>
    public ParameterSet Parameters { get; } = new();

    /// <summary>The kernels it computes with.</summary>
    internal IKernels Kernels { get; }

    /// <summary>How many independent pieces <see cref="Pack(int)"/> has.</summary>
    internal int PackPieces => _linears.Length;

    /// <summary>Takes changed parameters over into the layout that products read; each piece may go to another thread.</summary>
    internal void Pack(int piece) => _linears[piece].Pack(Kernels, Parameters.Values);

    /// <summary>Takes all changed parameters over.</summary>
    internal void Pack()
    {
        for (int piece = 0; piece < PackPieces; piece++) Pack(piece);
    }

    /// <summary>Memory for passes over up to <paramref name="rows"/> positions.</summary>
    internal Activations CreateActivations(int rows, bool training) => new(Kernels, Description, rows, training);

    /// <summary>
    /// Logits [T, vocabulary] for tokens [T]. Row i stands at position <c>positions[i]</c> and sees what
    /// <paramref name="attention"/> shows it.
    /// </summary>
    internal MatrixSpan Forward(ReadOnlySpan<int> tokens, ReadOnlySpan<int> positions, Activations activations, IAttention attention, DropoutContext? dropout = null)
    {
        int length = tokens.Length, d = Description.HiddenSize;
        ReadOnlySpan<float> parameters = Parameters.Values;
        Embed(tokens, positions, activations.Embedding.Span);
        Span<float> x = activations.Embedding[0, length * d];
        if (dropout is { } context) Kernels.ApplyDropout(x, context.At(Description.EmbeddingDropout, DropoutPlaces.Embedding), x);
        for (int i = 0; i < _blocks.Length; i++)
        {
            _blocks[i].Forward(Kernels, parameters, x, positions, activations, attention, dropout);
            x = activations.Blocks[i].Output[0, length * d];
        }

        _finalNorm.Forward(Kernels, parameters, x, activations.Final.Span, activations.FinalNormStatistics(length));
        MatrixSpan logits = Logits(activations, length);
        _head.Forward(Kernels, parameters, new MatrixSpan(activations.Final.Span, length, d), logits);
        return logits;
    }

    /// <summary>
    /// What later rows need of these: the keys and values of every layer, which <paramref name="attention"/> keeps. As
    /// <see cref="Forward"/>, but of the last block no more than those, and no logits.
    /// </summary>
    internal void Prefill(ReadOnlySpan<int> tokens, ReadOnlySpan<int> positions, Activations activations, ICachedAttention attention)
    {
        ReadOnlySpan<float> parameters = Parameters.Values;
        Embed(tokens, positions, activations.Embedding.Span);
        for (int i = 0; i < _blocks.Length - 1; i++)
            _blocks[i].Forward(Kernels, parameters, BlockInput(activations, i, tokens.Length), positions, activations, attention, dropout: null);
        _blocks[^1].Prefill(Kernels, parameters, BlockInput(activations, _blocks.Length - 1, tokens.Length), positions, activations, attention);
    }

    /// <summary>
    /// The backward pass of the <see cref="Forward"/> just done over a whole sequence: dLogits [T, vocabulary], standing
    /// in the logits' place, to gradients, which are added to.
    /// </summary>
    internal void Backward(ReadOnlySpan<int> tokens, ReadOnlySpan<int> positions, Activations activations, SequenceAttention attention, DropoutContext? dropout, Span<float> gradients)
    {
        GradientScratch scratch = activations.Gradients ?? throw new InvalidOperationException("these activations are not for training");
        int length = tokens.Length, d = Description.HiddenSize;
        ReadOnlySpan<float> parameters = Parameters.Values;
        Span<float> stream = scratch.Stream[0, length * d], narrow = scratch.Narrow[0, length * d];
        _head.Backward(Kernels, new MatrixSpan(activations.Final.Span, length, d), Logits(activations, length), gradients, new MatrixSpan(narrow, length, d));
        stream.Clear();
        _finalNorm.Backward(Kernels, parameters, narrow, BlockInput(activations, _blocks.Length, length), activations.FinalNormStatistics(length), gradients, stream);
        for (int i = _blocks.Length - 1; i >= 0; i--)
            _blocks[i].Backward(Kernels, parameters, BlockInput(activations, i, length), positions, activations, attention, dropout, gradients);
        if (dropout is { } context) Kernels.ApplyDropout(stream, context.At(Description.EmbeddingDropout, DropoutPlaces.Embedding), stream);
        AddRows(stream, tokens, _tokenEmbedding.In(gradients));
        if (_positionEmbedding is not null) AddRows(stream, positions, _positionEmbedding.In(gradients));
    }

    /// <summary>Adds row i of x to the row of a table that index i names.</summary>
    private void AddRows(ReadOnlySpan<float> x, ReadOnlySpan<int> indices, Span<float> table)
    {
        int d = Description.HiddenSize;
        for (int i = 0; i < indices.Length; i++) Kernels.Add(x.Slice(i * d, d), table.Slice(indices[i] * d, d));
    }

    private void Embed(ReadOnlySpan<int> tokens, ReadOnlySpan<int> positions, Span<float> x)
    {
        int d = Description.HiddenSize;
        ReadOnlySpan<float> byToken = Parameters[_tokenEmbedding];
        ReadOnlySpan<float> byPosition = _positionEmbedding is null ? default : Parameters[_positionEmbedding];
        for (int i = 0; i < tokens.Length; i++)
        {
            Span<float> row = x.Slice(i * d, d);
            byToken.Slice(tokens[i] * d, d).CopyTo(row);
            if (!byPosition.IsEmpty) Kernels.Add(byPosition.Slice(positions[i] * d, d), row);
        }
    }

    private Span<float> BlockInput(Activations activations, int block, int length) =>
        (block == 0 ? activations.Embedding : activations.Blocks[block - 1].Output)[0, length * Description.HiddenSize];

    private MatrixSpan Logits(Activations activations, int length) =>
        new(activations.Logits.Span, length, Description.VocabularySize, activations.LogitsStride);
}
