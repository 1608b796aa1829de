using PixelGpt.Gpu.Computing;
using PixelGpt.Gpu.Kernels;
using PixelGpt.Models;
using PixelGpt.Models.Embeddings;
using PixelGpt.Numerics;
using PixelGpt.Training;

namespace PixelGpt.Gpu.Networks;

/// <summary>
/// A <see cref="Transformer"/> on a device: parameters, activations and gradients stay there. A pass has the same number of rows of each
/// sequence; shorter sequences are padded with rows that have no label. Only indices of embeddings and angles, labels and results cross the bus.
/// </summary>
internal sealed class GpuTransformer : IDisposable
{
    private readonly GpuEngine _engine;
    private readonly Transformer _model;
    private readonly TransformerDescription _d;
    private readonly PassSize _size;
    private readonly GpuBlock[] _blocks;
    private readonly GpuBlockBuffers[] _blockBuffers;
    private readonly GpuBuffers _buffers;
    private readonly GpuGradientBuffers? _gradients;
    private readonly (Norm Values, Norm Gradients) _finalNorm;
    private readonly GpuLinear _head;
    private readonly GpuPointer? _pointer;
    private readonly DeviceMemory<int> _indices, _tokens, _labels, _queryAngles, _keyAngles, _offsets, _sites;
    private readonly DeviceMemory<uint> _dropoutKeys;
    private readonly DeviceMemory<float> _cosines, _sines, _lossSum;
    private readonly int[] _hostIndices, _hostTokens, _hostLabels, _hostQueryAngles, _hostKeyAngles;
    private readonly int _siteCount;

    /// <summary>Copies a model to a device and allocates memory for its passes.</summary>
    /// <param name="engine">The device.</param>
    /// <param name="model">The model.</param>
    /// <param name="size">Maximum size of the passes.</param>
    /// <exception cref="InputException">The blocks of the model are composed by a program.</exception>
    public GpuTransformer(GpuEngine engine, Transformer model, PassSize size)
    {
        (_engine, _model, _d, _size) = (engine, model, model.Description, size);
        var widths = BlockWidths.Of(_d);
        Parameters = new GpuParameters(engine, model, size.IsTrained);
        _buffers = new GpuBuffers(engine, widths, size.AllRows);
        _gradients = size.IsTrained ? new GpuGradientBuffers(engine, widths, size.AllRows) : null;
        int own = OwnBuffers(_d, size.IsTrained);
        _blockBuffers = new GpuBlockBuffers[_d.Layers];
        for (int i = 0; i < _d.Layers; i++) _blockBuffers[i] = i < own ? new GpuBlockBuffers(engine, widths, size.AllRows) : _blockBuffers[i - 2];
        _blocks = [.. Enumerable.Range(0, _d.Layers).Select(layer => new GpuBlock(engine, Parameters, _d, layer, size))];
        _finalNorm = Parameters.Norm(_d.Names.FinalNorm, 0);
        _head = Parameters.Head();
        if (_d.PointerSize > 0) _pointer = new GpuPointer(engine, Parameters, _d, size);
        int[] sites = GpuPass.SitesOf(_d), offsets = [.. model.Input.Tables.Select(Parameters.OffsetOf)];
        _siteCount = sites.Length;
        _indices = engine.Allocate<int>(size.AllRows * offsets.Length);
        _tokens = engine.Allocate<int>(size.AllRows);
        _labels = engine.Allocate<int>(size.AllRows);
        _queryAngles = engine.Allocate<int>(size.AllRows);
        _keyAngles = engine.Allocate<int>(size.AllRows);
        _offsets = engine.Allocate<int>(offsets.Length);
        _sites = engine.Allocate<int>(sites.Length);
        _dropoutKeys = engine.Allocate<uint>(2 * sites.Length * size.Sequences);
        _lossSum = engine.Allocate<float>(1);
        ReadOnlySpan<float> cosines = model.Rotary is null ? [] : model.Rotary.Cosines, sines = model.Rotary is null ? [] : model.Rotary.Sines;
        _cosines = engine.Allocate<float>(cosines.Length);
        _sines = engine.Allocate<float>(sines.Length);
        _offsets.Upload(offsets);
        _sites.Upload(sites);
        _cosines.Upload(cosines);
        _sines.Upload(sines);
        _hostIndices = new int[size.AllRows * offsets.Length];
        (_hostTokens, _hostLabels, _hostQueryAngles, _hostKeyAngles) = (new int[size.AllRows], new int[size.AllRows], new int[size.AllRows], new int[size.AllRows]);
    }

    /// <summary>The parameters.</summary>
    public GpuParameters Parameters { get; }

    /// <summary>The logits of the last pass [sequences, rows, colours], or their gradient after <see cref="AddGradient"/>.</summary>
    public DeviceMemory<float> Logits => _buffers.Logits;

    /// <summary>Returns the number of sets of buffers for blocks: in training one per block; otherwise two alternate, after that of the first block if values of it are needed.</summary>
    /// <param name="description">Architecture of the model.</param>
    /// <param name="isTrained">Whether backward passes are needed.</param>
    public static int OwnBuffers(TransformerDescription description, bool isTrained) => isTrained ? description.Layers : Math.Min(description.Layers, description.ValueResidual ? 3 : 2);

    /// <summary>Computes the cross-entropy of whole sequences, and adds its gradient to those of all parameters, except those that <see cref="GpuParameters.CompleteGradients"/> computes.</summary>
    /// <param name="pictures">Pixels and pictures of the sequences, at most as many as the size of the passes allows.</param>
    /// <param name="dropout">Dropout of the first sequence, whose index the others follow; null for no dropout.</param>
    /// <param name="dropoutStride">Maximum number of pixels of a sequence in the training, which the dropout of attention depends on.</param>
    /// <param name="scale">Factor of the gradient.</param>
    /// <returns>The sum of the cross-entropies of all pixels, in nats.</returns>
    public double AddGradient(ReadOnlySpan<TrainingPicture> pictures, DropoutContext? dropout, int dropoutStride, float scale)
    {
        int rows = 0;
        foreach (TrainingPicture picture in pictures) rows = Math.Max(rows, picture.Pixels.Length - 1);
        GpuPass pass = CreatePass(pictures.Length, rows, 0, dropout is not null, dropoutStride);
        ClearRows(pass);
        int[] positions = [.. Enumerable.Range(0, rows)];
        for (int i = 0; i < pictures.Length; i++)
        {
            ReadOnlySpan<int> pixels = pictures[i].Pixels.Span;
            SetRows(TokenRows.OfSequence(pixels, positions.AsSpan(0, pixels.Length - 1), pictures[i].Context), i * rows, dropout is { } d ? d with { Sequence = d.Sequence + i } : null);
            pixels[1..].CopyTo(_hostLabels.AsSpan(i * rows));
        }

        UploadRows(pass);
        _labels.Upload(_hostLabels.AsSpan(0, pass.AllRows));
        if (dropout is { } context) _engine.DeriveDropoutKeys(_dropoutKeys.View, _sites.View, _siteCount, pass.Sequences, context.Sequence, context.Step, DropoutContext.KeyOf(context.Seed));
        Forward(pass);
        if (_pointer is not null) _pointer.Loss(pass, _labels, scale);
        else _engine.CrossEntropy(pass.AllRows, _d.VocabularySize, _buffers.Logits.View, _labels.View, _buffers.Losses.View, scale);
        _engine.Sum(_buffers.Losses.View, pass.AllRows, _lossSum.View);
        Backward(pass);
        Span<float> sum = stackalloc float[1];
        _lossSum.Download(sum);
        return sum[0];
    }

    /// <summary>Computes the logits of the next tokens of the same number of consecutive positions of each sequence, in <see cref="Logits"/>. With a KV cache, earlier positions must be in it.</summary>
    /// <param name="sequences">Tokens of each sequence from position 0 on, and pictures.</param>
    /// <param name="first">Position of the first row of each sequence.</param>
    /// <param name="rows">Number of rows of each sequence.</param>
    public void Forward(ReadOnlySpan<(ReadOnlyMemory<int> Pixels, PictureContext Context)> sequences, int first, int rows)
    {
        GpuPass pass = CreatePass(sequences.Length, rows, first, hasDropout: false, dropoutStride: 0);
        int[] positions = [.. Enumerable.Range(first, rows)];
        for (int i = 0; i < sequences.Length; i++) SetRows(TokenRows.OfSequence(sequences[i].Pixels.Span, positions, sequences[i].Context), i * rows, dropout: null);

        UploadRows(pass);
        Forward(pass);
        _pointer?.Mix(pass);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Parameters.Dispose();
        _buffers.Dispose();
        _gradients?.Dispose();
        foreach (GpuBlockBuffers buffers in _blockBuffers.Distinct()) buffers.Dispose();
        foreach (GpuBlock block in _blocks) block.Dispose();
        _pointer?.Dispose();
        foreach (IDisposable memory in (IDisposable[])[_indices, _tokens, _labels, _queryAngles, _keyAngles, _offsets, _sites, _dropoutKeys, _cosines, _sines, _lossSum]) memory.Dispose();
    }

    private GpuPass CreatePass(int sequences, int rows, int first, bool hasDropout, int dropoutStride) => sequences * rows > _size.AllRows || sequences > _size.Sequences
        ? throw new ArgumentException($"a pass of {sequences} sequences of {rows} rows is larger than the allocated size {_size}")
        : new GpuPass
        {
            Engine = _engine,
            Description = _d,
            Sequences = sequences,
            Rows = rows,
            First = first,
            HasDropout = hasDropout,
            DropoutStride = dropoutStride,
            Buffers = _buffers,
            Gradients = _gradients,
            FirstQkv = _blockBuffers[0].Qkv,
            QueryAngles = _queryAngles.View,
            KeyAngles = _keyAngles.View,
            Angles = (_cosines.View, _sines.View),
            DropoutKeys = _dropoutKeys.View,
        };

    /// <summary>Sets all rows to padding.</summary>
    private void ClearRows(GpuPass pass)
    {
        _hostIndices.AsSpan(0, pass.AllRows * _model.Input.Count).Fill(-1);
        _hostTokens.AsSpan(0, pass.AllRows).Fill(-1);
        _hostLabels.AsSpan(0, pass.AllRows).Fill(-1);
        _hostQueryAngles.AsSpan(0, pass.AllRows).Clear();
        _hostKeyAngles.AsSpan(0, pass.AllRows).Clear();
    }

    private void SetRows(scoped in TokenRows tokens, int row, DropoutContext? dropout)
    {
        _model.Input.WriteIndices(tokens, dropout, _hostIndices.AsSpan(row * _model.Input.Count));
        tokens.Tokens.CopyTo(_hostTokens.AsSpan(row));
        if (_d.RopeTheta is not null) _model.WriteAngles(tokens, _hostQueryAngles.AsSpan(row), _hostKeyAngles.AsSpan(row));
    }

    private void UploadRows(GpuPass pass)
    {
        _indices.Upload(_hostIndices.AsSpan(0, pass.AllRows * _model.Input.Count));
        _tokens.Upload(_hostTokens.AsSpan(0, pass.AllRows));
        _queryAngles.Upload(_hostQueryAngles.AsSpan(0, pass.AllRows));
        _keyAngles.Upload(_hostKeyAngles.AsSpan(0, pass.AllRows));
    }

    private void Forward(GpuPass pass)
    {
        int width = _d.HiddenSize, count = pass.AllRows * width;
        _engine.Embed(pass.AllRows, width, _model.Input.Count, Parameters.Values.View, _offsets.View, _indices.View, _buffers.Embedding.View);
        if (pass.HasDropout) _engine.ApplyDropout(count, _buffers.Embedding.View, _buffers.Embedding.View, _dropoutKeys.View, pass.Mask(_d.EmbeddingDropout, 0), pass.Rows * width);
        for (int layer = 0; layer < _blocks.Length; layer++) _blocks[layer].Forward(pass, BlockInput(layer), _blockBuffers[layer]);
        _engine.Normalize(_finalNorm.Values, pass.AllRows, BlockInput(_blocks.Length).View, RowLayout.Of(width), _buffers.FinalNorm.View, RowLayout.Of(width), _buffers.FinalStatistics.View);
        _head.Forward(pass.Matrix(_buffers.FinalNorm, width), pass.Matrix(_buffers.Logits, _d.VocabularySize));
        _pointer?.Forward(pass, _tokens);
    }

    private void Backward(GpuPass pass)
    {
        GpuGradientBuffers gradients = _gradients ?? throw new InvalidOperationException("the transformer was not created for training");
        int width = _d.HiddenSize;
        Matrix dNorm = pass.Matrix(gradients.Norm, width);
        _head.Backward(pass.Matrix(_buffers.FinalNorm, width), pass.Matrix(_buffers.Logits, _d.VocabularySize), dNorm);
        _pointer?.Backward(pass);
        gradients.FirstValues.Clear();
        _engine.NormalizeBackward(
            _finalNorm.Values, _finalNorm.Gradients, pass.AllRows, dNorm.Data, BlockInput(_blocks.Length).View, RowLayout.Of(width), _buffers.FinalStatistics.View, gradients.Residual.View, RowLayout.Of(width), accumulate: false);
        for (int layer = _blocks.Length - 1; layer >= 0; layer--) _blocks[layer].Backward(pass, BlockInput(layer), _blockBuffers[layer]);
        if (pass.HasDropout) _engine.ApplyDropout(pass.AllRows * width, gradients.Residual.View, gradients.Residual.View, _dropoutKeys.View, pass.Mask(_d.EmbeddingDropout, 0), pass.Rows * width);
        int term = 0;
        foreach (EmbeddingTable table in _model.Input.Tables)
            _engine.EmbedBackward(pass.AllRows, width, term++, _model.Input.Count, table.Rows.Shape[0], gradients.Residual.View, _indices.View, Parameters.Gradient(table.Rows));
    }

    private DeviceMemory<float> BlockInput(int layer) => layer == 0 ? _buffers.Embedding : _blockBuffers[layer - 1].Output;
}
