using PixelGpt.Models.Embeddings;
using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>
/// A pointer to colours that were already used (pointer sentinel mixture, Merity et al. 2016). One more causal attention over
/// the tokens of the sequence, with queries and keys from the final hidden state, gives a distribution over their colours. The
/// model's distribution is the mixture (1 − g) · softmax(logits) + g · pointer with a learned gate g.
/// </summary>
internal sealed class ColorPointer
{
    /// <summary>Added to the output of the gate, so that the pointer starts with a small weight of σ(−2) ≈ 0.12.</summary>
    public const float GateShift = -2;

    private readonly int _size;
    private readonly float _scale;
    private readonly PictureSizes _sizes;

    /// <summary>Creates a pointer.</summary>
    /// <param name="description">Architecture, with a pointer.</param>
    /// <param name="parameters">Creates the parameters.</param>
    public ColorPointer(TransformerDescription description, ParameterFactory parameters)
    {
        _size = description.PointerSize;
        _sizes = description.PictureSizes;
        _scale = (float)(1 / Math.Sqrt(_size));
        Projection = parameters.Linear(description.Names.ColorPointer, 0, description.HiddenSize, (2 * _size) + 1, description.InitializerRange, hasBias: true);
    }

    /// <summary>The projection of the final hidden state to query, key and gate.</summary>
    public Linear Projection { get; }

    /// <summary>Computes the keys of the rows and stores them for later rows, without computing a distribution.</summary>
    /// <param name="pass">Operands of the forward pass.</param>
    /// <param name="x">Final hidden state [T, D].</param>
    /// <param name="cache">Attention with the KV cache.</param>
    public void Prefill(in ForwardPass pass, ReadOnlyMatrixSpan x, ICachedAttention cache)
    {
        MatrixSpan projection = Project(pass, x);
        for (int row = 0; row < x.Rows; row++) cache.StorePointerKey(row, Row(projection, row).Slice(_size, _size));
    }

    /// <summary>Replaces logits by the probabilities of the mixture.</summary>
    /// <param name="pass">Operands of the forward pass.</param>
    /// <param name="tokens">Tokens of the rows.</param>
    /// <param name="x">Final hidden state [T, D].</param>
    /// <param name="logits">Logits [T, V], then probabilities. Rows are padded to whole vectors.</param>
    public void Mix(in ForwardPass pass, scoped in TokenRows tokens, ReadOnlyMatrixSpan x, MatrixSpan logits)
    {
        MatrixSpan projection = Project(pass, x);
        if (pass.Attention is not IPointerCache cache)
        {
            MixSequence(pass, tokens, projection, logits);
            return;
        }

        for (int row = 0; row < x.Rows; row++)
        {
            ReadOnlySpan<float> values = Row(projection, row);
            cache.StorePointerKey(row, values.Slice(_size, _size));
            MixRow(pass, tokens, row, values[^1], cache.PointerWeights(row, values[.._size]), logits);
        }
    }

    /// <summary>
    /// Computes the cross-entropy of the mixture over one whole sequence. The logits become their gradient, and if the
    /// activations are for training, the gradient of the projection is stored for <see cref="Backward"/>.
    /// </summary>
    /// <param name="pass">Operands of the forward pass.</param>
    /// <param name="tokens">Tokens of the rows.</param>
    /// <param name="x">Final hidden state [T, D].</param>
    /// <param name="targets">Correct colours, or distributions of the colour, of the rows.</param>
    /// <param name="gradientScale">Factor of the gradient.</param>
    /// <param name="logits">Logits [T, V], then their gradient. Rows are padded to whole vectors.</param>
    /// <param name="nll">Cross-entropy of each row, in nats [T].</param>
    public void Loss(
        in ForwardPass pass, scoped in TokenRows tokens, ReadOnlyMatrixSpan x, scoped in LossTargets targets, float gradientScale, MatrixSpan logits, Span<float> nll)
    {
        PointerActivations buffers = pass.Activations.Pointer!;
        int rows = x.Rows;
        MatrixSpan projection = Project(pass, x), keys = Columns(projection, _size), queries = Columns(projection, 0);
        bool training = buffers.ProjectionGradient.Length > 0;
        MatrixSpan gradient = training ? View(buffers, buffers.ProjectionGradient, rows) : default;
        pass.Kernels.Pack(((ReadOnlyMatrixSpan)keys).Transposed, buffers.PackedKeys.Span);
        if (training)
        {
            pass.Kernels.Pack(keys, buffers.KeyRows.Span);
            gradient.Data[..(rows * gradient.RowStride)].Clear();
        }

        for (int first = 0; first < rows; first += PointerActivations.BlockRows)
        {
            int count = Math.Min(PointerActivations.BlockRows, rows - first);
            var mask = new CausalMask(first);
            ReadOnlyMatrixSpan blockQueries = queries.Slice(first, count);
            MatrixSpan weights = BlockWeights(pass, blockQueries, first, rows);
            for (int i = 0; i < count; i++)
            {
                int row = first + i;
                Probabilities.Softmax(pass.Kernels, logits, row);
                var mixture = new PointerMixture
                {
                    Distribution = Row(logits, row),
                    Attention = weights.Data.Slice(i * weights.RowStride, row + 1),
                    History = tokens.History(row),
                    Gate = Gate(Row(projection, row)[^1]),
                    GradientScale = gradientScale,
                    ScoreScale = _scale,
                    Training = training,
                };
                nll[row] = targets switch
                {
                    { Loss: { } loss } => mixture.Loss(loss, PixelTarget.Of(tokens, row, targets.Labels[row], _sizes), pass.Activations, buffers.Mixture.Span),
                    { AreSoft: true } => mixture.Loss(Row(targets.Distributions, row), buffers.Mixture.Span),
                    _ => mixture.Loss(targets.Labels[row], pass.Kernels),
                };
                if (training) Row(gradient, row)[^1] = mixture.GateGradient;
            }

            if (!training) continue;
            pass.Kernels.CausalWeightedSum(weights, new PackedMatrix(buffers.KeyRows.Span, rows, _size), mask, false, Columns(gradient, 0).Slice(first, count));
            pass.Kernels.CausalWeightedSumTransposed(weights, blockQueries, mask, Columns(gradient, _size).Slice(0, first + count));
        }
    }

    /// <summary>Adds to the gradients of the final hidden state and of the parameters, after <see cref="Loss"/>.</summary>
    /// <param name="pass">Operands of the backward pass.</param>
    /// <param name="x">Final hidden state [T, D].</param>
    /// <param name="dx">Gradient of the final hidden state [T, D]; added to.</param>
    public void Backward(in BackwardPass pass, ReadOnlyMatrixSpan x, MatrixSpan dx)
    {
        PointerActivations buffers = pass.Activations.Pointer!;
        Projection.Backward(pass, x, View(buffers, buffers.ProjectionGradient, x.Rows), dx, accumulate: true);
    }

    /// <summary>Computes the same as one row at a time, with matrix products over blocks of rows.</summary>
    private void MixSequence(in ForwardPass pass, scoped in TokenRows tokens, MatrixSpan projection, MatrixSpan logits)
    {
        MatrixSpan keys = Columns(projection, _size), queries = Columns(projection, 0);
        pass.Kernels.Pack(((ReadOnlyMatrixSpan)keys).Transposed, pass.Activations.Pointer!.PackedKeys.Span);
        for (int first = 0; first < projection.Rows; first += PointerActivations.BlockRows)
        {
            int count = Math.Min(PointerActivations.BlockRows, projection.Rows - first);
            MatrixSpan weights = BlockWeights(pass, queries.Slice(first, count), first, projection.Rows);
            for (int row = first; row < first + count; row++)
                MixRow(pass, tokens, row, Row(projection, row)[^1], weights.Data.Slice((row - first) * weights.RowStride, row + 1), logits);
        }
    }

    /// <summary>Computes the attention weights of a block of rows of a whole sequence, whose keys are packed [rows, positions].</summary>
    private MatrixSpan BlockWeights(in ForwardPass pass, ReadOnlyMatrixSpan queries, int first, int positions)
    {
        PointerActivations buffers = pass.Activations.Pointer!;
        var mask = new CausalMask(first);
        var weights = new MatrixSpan(buffers.Weights.Span, queries.Rows, first + queries.Rows, buffers.WeightStride);
        pass.Kernels.CausalScores(queries, new PackedMatrix(buffers.PackedKeys.Span, _size, positions), mask, weights);
        pass.Kernels.CausalSoftmax(weights, new CausalSoftmaxOptions(mask, _scale), buffers.LogSumExp.Span);
        return weights;
    }

    /// <summary>Replaces one row of logits by the probabilities of the mixture.</summary>
    private static void MixRow(in ForwardPass pass, scoped in TokenRows tokens, int row, float gateInput, ReadOnlySpan<float> weights, MatrixSpan logits)
    {
        ReadOnlySpan<int> history = tokens.History(row);
        float gate = Gate(gateInput);
        Probabilities.Softmax(pass.Kernels, logits, row);
        Span<float> mixture = Row(logits, row);
        pass.Kernels.Scale(mixture, 1 - gate);
        for (int i = 0; i < weights.Length; i++) mixture[history[i]] += gate * weights[i];
    }

    private MatrixSpan Project(in ForwardPass pass, ReadOnlyMatrixSpan x)
    {
        PointerActivations buffers = pass.Activations.Pointer!;
        MatrixSpan projection = View(buffers, buffers.Projection, x.Rows);
        Projection.Forward(pass, x, projection);
        return projection;
    }

    private static float Gate(float x) => 1 / (1 + MathF.Exp(-(x + GateShift)));

    private MatrixSpan View(PointerActivations buffers, FloatBuffer buffer, int rows) => new(buffer.Span, rows, (2 * _size) + 1, buffers.ProjectionStride);

    private MatrixSpan Columns(MatrixSpan projection, int first) => new(projection.Data[first..], projection.Rows, _size, projection.RowStride);

    private static Span<float> Row(MatrixSpan matrix, int row) => Probabilities.Row(matrix, row);
}
