namespace PixelGpt.Models;

/// <summary>A model in the memory of a device, with a KV cache for each sequence. One instance serves one thread.</summary>
internal interface ILoadedModel : IDisposable
{
    /// <summary>The maximum number of sequences of a pass.</summary>
    int Sequences { get; }

    /// <summary>Computes the logits of the next tokens of the same number of consecutive positions of each sequence. With a KV cache, earlier positions must be in it.</summary>
    /// <param name="sequences">Tokens of each sequence from position 0 on, and pictures.</param>
    /// <param name="first">Position of the first row of each sequence.</param>
    /// <param name="rows">Number of rows of each sequence.</param>
    void Forward(ReadOnlySpan<(ReadOnlyMemory<int> Tokens, PictureContext Picture)> sequences, int first, int rows);

    /// <summary>Copies the logits that <see cref="Forward"/> computed; those of an ensemble are the logarithms of the mean of its members' distributions.</summary>
    /// <param name="logits">Receives the logits [sequences, rows, vocabulary].</param>
    void CopyLogits(Span<float> logits);
}
