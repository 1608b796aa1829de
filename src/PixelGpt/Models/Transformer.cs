using PixelGpt.Data;
using PixelGpt.Models.Composition;
using PixelGpt.Models.Embeddings;
using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>
/// A decoder-only transformer that is built from a <see cref="TransformerDescription"/>. It computes the logits of the next
/// token for every row, and the gradients of all parameters.
/// </summary>
/// <remarks>
/// <para>Shapes in this namespace are row-major. T is the number of rows (positions of one sequence, or one position each of
/// several sequences), D the hidden size, V the vocabulary size. <c>dX</c> is the gradient of the loss with respect to X.</para>
/// <para>The model, for token t at position m in each row, with the embeddings that the description lists:</para>
/// <code>
/// x       = dropout(tokenEmbedding[t] (+ positionEmbedding[m]) (+ …)) [T, D]
/// x       = block(x), once per layer                                 [T, D]
/// logits  = head(norm(x))                                            [T, V]
/// logits  = log(mixture of softmax(logits) and pointer), if any      [T, V]
/// </code>
/// <para>Passes read the parameters and write only to the buffers they are given, so threads can share one instance.</para>
/// </remarks>
public sealed class Transformer
{
    private readonly InputEmbedding _input;
    private readonly IBlock[] _blocks;
    private readonly INorm _finalNorm;
    private readonly Linear _head;
    private readonly ColorPointer? _pointer;
    private readonly EmbeddingTable[] _featureTables;
    private readonly ColorFeatures? _features;
    private readonly Action[] _packing;
    private readonly int _firstTable;
    private ColorChange _colorChange = ColorChange.None;

    /// <summary>Creates a transformer. All parameters are 0.</summary>
    /// <param name="description">Architecture.</param>
    /// <param name="kernels">Kernels to compute with.</param>
    /// <param name="palette">Palette of the model; null if no part of the model depends on it.</param>
    internal Transformer(TransformerDescription description, IKernels kernels, Palette? palette = null)
    {
        Description = description;
        Kernels = kernels;
        _features = ColorFeatures.Of(description, palette);
        var factory = new ParameterFactory(Parameters, description, _features);
        ParameterNames names = description.Names;
        EmbeddingTable tokens = factory.ColorTable(names.TokenEmbedding, description.VocabularySize);
        _input = InputEmbedding.Create(description, factory, tokens);
        Rotary = CreateRotary(description);
        _blocks = [.. Enumerable.Range(0, description.Layers).Select(layer => CreateBlock(description, factory, layer, Rotary))];
        _finalNorm = factory.Norm(names.FinalNorm, layer: 0);
        EmbeddingTable outputs = description.TiedHead ? tokens : factory.ColorTable(names.Head, description.VocabularySize);
        Outputs = outputs;
        _head = factory.Head(outputs);
        if (description.PointerSize > 0) _pointer = new ColorPointer(description, factory);
        _featureTables = [.. _input.Tables.Append(outputs).Where(t => t.HasFeatures).Distinct()];

        // The table of the head must be up to date before the head is packed, so both are one task.
        IEnumerable<Action> linears = _blocks.SelectMany(b => b.Linears).Concat(_pointer is null ? [] : [_pointer.Projection]).Select(linear => (Action)(() => linear.Pack(Kernels, Parameters.Values)));
        Action[] tables =
        [
            .. _featureTables.Where(t => t != outputs).Select(table => (Action)(() => table.Update(Kernels, Parameters.Values))),
            () =>
            {
                outputs.Update(Kernels, Parameters.Values);
                _head.Pack(Kernels, Parameters.Values);
            },
        ];
        _packing = [.. linears, .. tables];
        _firstTable = _packing.Length - tables.Length;
    }

    /// <summary>The input of the first block.</summary>
    internal InputEmbedding Input => _input;

    /// <summary>The table whose rows are the weights of the head.</summary>
    internal EmbeddingTable Outputs { get; }

    /// <summary>The rotary position embedding; null for none.</summary>
    internal Rotary? Rotary { get; }

    /// <summary>The linear layers of all blocks.</summary>
    internal IEnumerable<Linear> HiddenLayers => _blocks.SelectMany(block => block.Linears);

    /// <summary>The weights of the linear layers of all blocks.</summary>
    internal IEnumerable<Parameter> LinearWeights => HiddenLayers.Select(linear => linear.Weight);

    /// <summary>The architecture of the transformer.</summary>
    public TransformerDescription Description { get; }

    /// <summary>The parameters and their values.</summary>
    public ParameterSet Parameters { get; } = new();

    /// <summary>The kernels that the transformer computes with.</summary>
    internal IKernels Kernels { get; }

    /// <summary>The number of layers and tables that <see cref="Pack(int)"/> prepares.</summary>
    internal int PackCount => _packing.Length;

    /// <summary>The number of embedding tables with colour features, whose gradients <see cref="CompleteGradient"/> completes.</summary>
    internal int FeatureTableCount => _featureTables.Length;

    /// <summary>
    /// Prepares one layer or table after the parameters have changed: packs the weight of a linear layer, or computes an
    /// embedding table from colour features. Different indices can be prepared by different threads.
    /// </summary>
    /// <param name="index">Index of the layer or table, less than <see cref="PackCount"/>.</param>
    internal void Pack(int index) => _packing[index]();

    /// <summary>Prepares all layers and tables after the parameters have changed.</summary>
    internal void Pack()
    {
        for (int index = 0; index < PackCount; index++) Pack(index);
    }

    /// <summary>
    /// Computes the gradients that follow from other gradients, after the last <see cref="Backward"/> pass of a batch: those of
    /// the linear maps of colour features. Different tables can be completed by different threads.
    /// </summary>
    /// <param name="table">Index of the table, less than <see cref="FeatureTableCount"/>.</param>
    /// <param name="gradients">Gradients of all parameters.</param>
    internal void CompleteGradient(int table, Span<float> gradients) => _featureTables[table].CompleteGradient(Kernels, gradients);

    /// <summary>Computes all gradients that follow from other gradients, after the last <see cref="Backward"/> pass of a batch.</summary>
    /// <param name="gradients">Gradients of all parameters.</param>
    internal void CompleteGradients(Span<float> gradients)
    {
        for (int table = 0; table < FeatureTableCount; table++) CompleteGradient(table, gradients);
    }

    /// <summary>Changes the colours of the palette for the following passes, in a model with colour features.</summary>
    /// <param name="change">The change relative to the palette of the model.</param>
    internal void ChangeColors(ColorChange change)
    {
        if (change == _colorChange) return;
        _colorChange = change;
        (_features ?? throw new InvalidOperationException("the model has no colour features")).Compute(change);
        for (int index = _firstTable; index < PackCount; index++) Pack(index);
    }

    /// <summary>Allocates the buffers for passes over up to <paramref name="rows"/> rows.</summary>
    /// <param name="rows">Maximum number of rows of a pass.</param>
    /// <param name="training">Whether backward passes are needed.</param>
    /// <exception cref="InputException">A buffer would exceed the supported size.</exception>
    internal Activations CreateActivations(int rows, bool training) =>
        new(Kernels, Description, rows, training, [.. _blocks.OfType<ComposedBlock>().Select(block => block.Extent)]);

    /// <summary>Writes the indices of the angles of the rotary embedding, for devices that compute it themselves.</summary>
    /// <param name="tokens">Tokens of the rows.</param>
    /// <param name="queries">Receives the index of each row's query [T].</param>
    /// <param name="keys">Receives the index of each row's key [T].</param>
    internal void WriteAngles(scoped in TokenRows tokens, Span<int> queries, Span<int> keys)
    {
        PictureSizes sizes = Description.PictureSizes;
        for (int row = 0; row < tokens.Count; row++)
        {
            queries[row] = Description.TwoDimensionalRope ? AngleOf(tokens.Target(row, sizes), sizes) : tokens.Positions[row];
            keys[row] = Description.AnyOrder ? AngleOf(tokens.Source(row, sizes), sizes) : queries[row];
        }
    }

    /// <summary>Computes the logits of the next token for each row.</summary>
    /// <param name="tokens">Tokens of the rows.</param>
    /// <param name="activations">Buffers for the intermediate results.</param>
    /// <param name="attention">Attention between the rows, or to a KV cache.</param>
    /// <param name="dropout">Dropout masks; null for no dropout.</param>
    /// <returns>The logits [T, V], in a buffer of <paramref name="activations"/> that the next pass overwrites.</returns>
    internal MatrixSpan Forward(scoped in TokenRows tokens, Activations activations, IAttention attention, DropoutContext? dropout = null)
    {
        ForwardPass pass = CreatePass(tokens, activations, attention, dropout);
        Forward(pass, tokens);
        MatrixSpan logits = Logits(activations, tokens.Count);
        if (_pointer is null) return logits;
        _pointer.Mix(pass, tokens, FinalHiddenState(activations, tokens.Count), logits);
        Probabilities.ToLogarithms(logits);
        return logits;
    }

    /// <summary>Computes the distribution of the next token for each row, without dropout.</summary>
    /// <param name="tokens">Tokens of the rows.</param>
    /// <param name="activations">Buffers for the intermediate results.</param>
    /// <param name="attention">Attention between the rows, or to a KV cache.</param>
    /// <returns>The probabilities [T, V], in a buffer of <paramref name="activations"/> that the next pass overwrites.</returns>
    internal MatrixSpan Predict(scoped in TokenRows tokens, Activations activations, IAttention attention)
    {
        ForwardPass pass = CreatePass(tokens, activations, attention, dropout: null);
        Forward(pass, tokens);
        MatrixSpan probabilities = Logits(activations, tokens.Count);
        if (_pointer is not null)
        {
            _pointer.Mix(pass, tokens, FinalHiddenState(activations, tokens.Count), probabilities);
            return probabilities;
        }

        for (int row = 0; row < probabilities.Rows; row++) Probabilities.Softmax(Kernels, probabilities, row);
        return probabilities;
    }

    /// <summary>
    /// Computes the cross-entropy of a forward pass over one whole sequence, and its gradient with respect to the output of the
    /// head, in <see cref="Activations.Logits"/>. <see cref="Backward"/> can follow.
    /// </summary>
    /// <param name="tokens">Tokens of the rows.</param>
    /// <param name="targets">Correct next tokens, or distributions of the next token, of the rows.</param>
    /// <param name="gradientScale">Factor of the gradient.</param>
    /// <param name="activations">Buffers for the intermediate results. The cross-entropies [T] are in <see cref="Activations.Nll"/>.</param>
    /// <param name="dropout">Dropout masks; null for no dropout.</param>
    internal void Loss(scoped in TokenRows tokens, scoped in LossTargets targets, float gradientScale, Activations activations, DropoutContext? dropout = null)
    {
        ForwardPass pass = CreatePass(tokens, activations, activations.GetSequenceAttention(dropout), dropout);
        Forward(pass, tokens);
        MatrixSpan logits = Logits(activations, tokens.Count);
        if (_pointer is not null) _pointer.Loss(pass, tokens, FinalHiddenState(activations, tokens.Count), targets, gradientScale, logits, activations.Nll.Span);
        else if (targets.Loss is { } loss) PixelLoss.Compute(loss, tokens, targets.Labels, Description.PictureSizes, gradientScale, logits, activations);
        else if (targets.AreSoft) SoftCrossEntropy.Compute(Kernels, logits, targets.Distributions, gradientScale, activations.Nll.Span);
        else Kernels.SoftmaxCrossEntropy(logits, targets.Labels, gradientScale, activations.Nll.Span);
    }

    /// <summary>Computes the outputs of the head, before a pointer.</summary>
    private void Forward(in ForwardPass pass, in TokenRows tokens)
    {
        Activations activations = pass.Activations;
        int rows = tokens.Count, d = Description.HiddenSize;

        // Embedding [T, D].
        _input.Forward(pass, tokens, activations.Embedding.Span);
        Span<float> x = activations.Embedding[0, rows * d];
        if (pass.Dropout is not null) Kernels.ApplyDropout(x, pass.DropoutAt(DropoutSites.Embedding, Description.EmbeddingDropout), x);

        // Blocks: residual stream [T, D] → [T, D].
        for (int layer = 0; layer < _blocks.Length; layer++) _blocks[layer].Forward(pass, BlockInput(activations, layer, rows));

        // Final norm [T, D] → [T, D], head [T, D] → [T, V].
        _finalNorm.Forward(pass, BlockInput(activations, _blocks.Length, rows), activations.FinalNorm.Span, activations.FinalNormStatistics(rows));
        _head.Forward(pass, new MatrixSpan(activations.FinalNorm.Span, rows, d), Logits(activations, rows));
    }

    /// <summary>
    /// Appends the keys and values of a prompt to a KV cache. Unlike <see cref="Forward(in TokenRows, Activations, IAttention, DropoutContext?)"/>, it computes no logits, and of the
    /// last block only the keys and values, unless a pointer needs its output.
    /// </summary>
    /// <param name="tokens">Tokens of the prompt.</param>
    /// <param name="activations">Buffers for the intermediate results.</param>
    /// <param name="attention">Attention with the KV cache.</param>
    internal void Prefill(scoped in TokenRows tokens, Activations activations, ICachedAttention attention)
    {
        ForwardPass pass = CreatePass(tokens, activations, attention, dropout: null);
        _input.Forward(pass, tokens, activations.Embedding.Span);
        int rows = tokens.Count;
        for (int layer = 0; layer < _blocks.Length - 1; layer++) _blocks[layer].Forward(pass, BlockInput(activations, layer, rows));
        if (_pointer is null)
        {
            _blocks[^1].Prefill(pass, BlockInput(activations, _blocks.Length - 1, rows), attention);
            return;
        }

        // The keys of the pointer depend on the final hidden state.
        _blocks[^1].Forward(pass, BlockInput(activations, _blocks.Length - 1, rows));
        _finalNorm.Forward(pass, BlockInput(activations, _blocks.Length, rows), activations.FinalNorm.Span, activations.FinalNormStatistics(rows));
        _pointer.Prefill(pass, new MatrixSpan(activations.FinalNorm.Span, rows, Description.HiddenSize), attention);
    }

    /// <summary>
    /// Adds the gradients of all parameters for the <see cref="Loss"/> pass that was just computed over one whole sequence,
    /// except those that <see cref="CompleteGradients"/> computes.
    /// The gradient of the head's output [T, V] is read from <see cref="Activations.Logits"/>.
    /// </summary>
    /// <param name="tokens">Tokens of the forward pass.</param>
    /// <param name="activations">Buffers of the forward pass, allocated for training.</param>
    /// <param name="attention">Attention of the forward pass.</param>
    /// <param name="dropout">Dropout masks of the forward pass; null for no dropout.</param>
    /// <param name="gradients">Gradients of all parameters; added to.</param>
    internal void Backward(scoped in TokenRows tokens, Activations activations, SequenceAttention attention, DropoutContext? dropout, Span<float> gradients)
    {
        ActivationGradients scratch = activations.Gradients ?? throw new InvalidOperationException("the activations were not allocated for training");
        ReadOnlySpan<int> queryAngles = QueryAngles(tokens, activations);
        var pass = new BackwardPass
        {
            Kernels = Kernels,
            Parameters = Parameters.Values,
            Positions = tokens.Positions,
            QueryAngles = queryAngles,
            KeyAngles = KeyAngles(tokens, activations, queryAngles),
            Activations = activations,
            ActivationGradients = scratch,
            Attention = attention,
            Dropout = dropout,
            Gradients = gradients,
        };
        int rows = tokens.Count, d = Description.HiddenSize;
        Span<float> dResidual = scratch.Residual[0, rows * d], dNorm = scratch.Norm[0, rows * d];

        // Head [T, V] → [T, D], final norm [T, D] → [T, D].
        _head.Backward(pass, new MatrixSpan(activations.FinalNorm.Span, rows, d), Logits(activations, rows), new MatrixSpan(dNorm, rows, d));
        _pointer?.Backward(pass, new MatrixSpan(activations.FinalNorm.Span, rows, d), new MatrixSpan(dNorm, rows, d));
        dResidual.Clear();
        scratch.FirstValues.Span.Clear();
        _finalNorm.Backward(pass, dNorm, BlockInput(activations, _blocks.Length, rows), activations.FinalNormStatistics(rows), dResidual);

        // Blocks: gradient of the residual stream [T, D], in place.
        for (int layer = _blocks.Length - 1; layer >= 0; layer--) _blocks[layer].Backward(pass, BlockInput(activations, layer, rows));

        // Embeddings: each row of the gradient [T, D] is added to the rows of the tables that its input is the sum of.
        if (dropout is not null) Kernels.ApplyDropout(dResidual, pass.DropoutAt(DropoutSites.Embedding, Description.EmbeddingDropout), dResidual);
        _input.Backward(pass, tokens, dResidual);
    }

    private ForwardPass CreatePass(in TokenRows tokens, Activations activations, IAttention attention, DropoutContext? dropout)
    {
        ReadOnlySpan<int> queryAngles = QueryAngles(tokens, activations);
        return new ForwardPass
        {
            Kernels = Kernels,
            Parameters = Parameters.Values,
            Positions = tokens.Positions,
            QueryAngles = queryAngles,
            KeyAngles = KeyAngles(tokens, activations, queryAngles),
            Activations = activations,
            Attention = attention,
            Dropout = dropout,
        };
    }

    /// <summary>Returns the index of the angles of each row's query: its position, or the pixel that it predicts [T].</summary>
    private ReadOnlySpan<int> QueryAngles(in TokenRows tokens, Activations activations)
    {
        if (!Description.TwoDimensionalRope) return tokens.Positions;
        PictureSizes sizes = Description.PictureSizes;
        Span<int> angles = activations.QueryAngles.AsSpan(0, tokens.Count);
        for (int row = 0; row < angles.Length; row++) angles[row] = AngleOf(tokens.Target(row, sizes), sizes);
        return angles;
    }

    /// <summary>Returns the index of the angles of each row's key: the same as of its query, or in a model for any order the pixel of its token [T].</summary>
    private ReadOnlySpan<int> KeyAngles(in TokenRows tokens, Activations activations, ReadOnlySpan<int> queryAngles)
    {
        if (!Description.AnyOrder) return queryAngles;
        PictureSizes sizes = Description.PictureSizes;
        Span<int> angles = activations.KeyAngles.AsSpan(0, tokens.Count);
        for (int row = 0; row < angles.Length; row++) angles[row] = AngleOf(tokens.Source(row, sizes), sizes);
        return angles;
    }

    private static int AngleOf(PixelCoordinates pixel, PictureSizes sizes) => (pixel.Y * sizes.MaxWidth) + pixel.X;

    private static IBlock CreateBlock(TransformerDescription description, ParameterFactory factory, int layer, Rotary? rotary) => description.Block is null
        ? new TransformerBlock(description, factory, layer, rotary)
        : new ComposedBlock(description, factory, layer, rotary);

    private static Rotary? CreateRotary(TransformerDescription description)
    {
        if (description.RopeTheta is not { } theta) return null;
        PictureSizes sizes = description.PictureSizes;

        // The last position of a picture predicts the first pixel after it, one row below.
        return description.TwoDimensionalRope
            ? Rotary.OfGrid(sizes.MaxWidth, sizes.MaxHeight + 1, description.HeadDim, theta)
            : Rotary.OfSequence(description.MaxPositions, description.HeadDim, theta, description.RopeScaling);
    }

    /// <summary>Returns the residual stream [T, D] before a block, or after the last block if <paramref name="layer"/> is the number of blocks.</summary>
    private Span<float> BlockInput(Activations activations, int layer, int rows) =>
        (layer == 0 ? activations.Embedding : activations.Blocks[layer - 1].Output)[0, rows * Description.HiddenSize];

    private MatrixSpan FinalHiddenState(Activations activations, int rows) => new(activations.FinalNorm.Span, rows, Description.HiddenSize);

    private MatrixSpan Logits(Activations activations, int rows) =>
        new(activations.Logits.Span, rows, Description.VocabularySize, activations.LogitsStride);
}
