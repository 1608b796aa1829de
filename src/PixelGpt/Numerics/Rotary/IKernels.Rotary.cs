namespace PixelGpt.Numerics;

internal partial interface IKernels
{
    /// <summary>
    /// Applies rotary position embeddings (RoPE, Su et al. 2021) to one head in place, in the layout of Hugging Face's
    /// Llama: element i of the first half and element i of the second half are rotated together by the angle that
    /// belongs to i and the row's position.
    /// </summary>
    /// <param name="x">Queries or keys of one head [T, n].</param>
    /// <param name="positions">Position of each row [T].</param>
    /// <param name="cos">Cosines [positions, n/2].</param>
    /// <param name="sin">Sines [positions, n/2].</param>
    /// <param name="inverse">Whether to rotate in the opposite direction, which computes the gradient.</param>
    void ApplyRotary(MatrixSpan x, ReadOnlySpan<int> positions, ReadOnlySpan<float> cos, ReadOnlySpan<float> sin, bool inverse);
}
