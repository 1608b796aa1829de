using PixelGpt.Models.Embeddings;
using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>
/// Computes a model's predictions for whole sequences with teacher forcing: each pixel is predicted from the true pixels
/// before it. The predictions of an ensemble are the mean of its members' distributions. Buffers are allocated once and
/// reused; one instance serves one thread.
/// </summary>
internal sealed class SequencePredictor
{
    private readonly IReadOnlyList<Transformer> _transformers;
    private readonly Activations[] _activations;

    /// <summary>Allocates the buffers.</summary>
    /// <param name="transformers">The transformers of the model, see <see cref="PixelModel.Transformers"/>.</param>
    /// <param name="rows">Maximum number of pixels of a sequence.</param>
    public SequencePredictor(IReadOnlyList<Transformer> transformers, int rows)
    {
        _transformers = transformers;
        _activations = [.. transformers.Select(t => t.CreateActivations(rows, training: false))];
        Rows = rows;
    }

    /// <summary>The maximum number of pixels of a sequence.</summary>
    public int Rows { get; }

    /// <summary>Computes the negative log-likelihood of each pixel given the pixels before it.</summary>
    /// <param name="pixels">Sequence [N].</param>
    /// <param name="picture">Size and augmentation of the picture.</param>
    /// <returns>The negative log-likelihoods of pixels 1 to N − 1 in nats [N − 1], in a buffer that the next pass overwrites.</returns>
    public ReadOnlySpan<float> Surprisals(ReadOnlySpan<int> pixels, PictureContext picture)
    {
        if (_transformers.Count == 1) return SequenceLoss.Evaluate(_transformers[0], pixels, _activations[0], picture);
        MatrixSpan logarithms = Logits(pixels, picture);
        Span<float> nll = _activations[0].Nll[0, logarithms.Rows];
        for (int row = 0; row < nll.Length; row++) nll[row] = -Probabilities.Row(logarithms, row)[pixels[row + 1]];
        return nll;
    }

    /// <summary>Computes the distribution of each pixel given the pixels before it.</summary>
    /// <param name="pixels">Sequence [N].</param>
    /// <param name="picture">Size and augmentation of the picture.</param>
    /// <returns>The distributions of pixels 1 to N − 1 [N − 1, V], in a buffer that the next pass overwrites.</returns>
    public MatrixSpan Distributions(ReadOnlySpan<int> pixels, PictureContext picture)
    {
        if (_transformers.Count == 1) return SequenceLoss.Distributions(_transformers[0], pixels, _activations[0], picture);
        IKernels kernels = _transformers[0].Kernels;
        MatrixSpan sum = Predict(0, pixels, picture);
        for (int member = 1; member < _transformers.Count; member++) Probabilities.Add(kernels, Predict(member, pixels, picture), sum);
        Probabilities.Divide(kernels, sum, _transformers.Count);
        return sum;
    }

    /// <summary>Computes the logits of each pixel given the pixels before it; of an ensemble, the logarithms of the mean probabilities.</summary>
    /// <param name="pixels">Sequence [N].</param>
    /// <param name="picture">Size and augmentation of the picture.</param>
    /// <returns>The logits of pixels 1 to N − 1 [N − 1, V], in a buffer that the next pass overwrites.</returns>
    public MatrixSpan Logits(ReadOnlySpan<int> pixels, PictureContext picture)
    {
        if (_transformers.Count == 1) return _transformers[0].Forward(Tokens(pixels, picture), _activations[0], _activations[0].GetSequenceAttention());
        MatrixSpan distributions = Distributions(pixels, picture);
        Probabilities.ToLogarithms(distributions);
        return distributions;
    }

    private MatrixSpan Predict(int member, ReadOnlySpan<int> pixels, PictureContext picture) =>
        _transformers[member].Predict(Tokens(pixels, picture), _activations[member], _activations[member].GetSequenceAttention());

    private TokenRows Tokens(ReadOnlySpan<int> pixels, PictureContext picture) =>
        TokenRows.OfSequence(pixels, _activations[0].Positions.AsSpan(0, pixels.Length - 1), picture);
}
