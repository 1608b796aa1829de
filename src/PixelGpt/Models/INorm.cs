namespace PixelGpt.Models;

/// <summary>A normalisation of rows with its trained parameters.</summary>
internal interface INorm
{
    /// <summary>Normalises the rows of x.</summary>
    /// <param name="pass">Operands of the forward pass.</param>
    /// <param name="x">Input [T, D].</param>
    /// <param name="y">Receives the output [T, D].</param>
    /// <param name="statistics">Receives the statistics of each row [T], which the backward pass reads.</param>
    void Forward(in ForwardPass pass, ReadOnlySpan<float> x, Span<float> y, NormStatistics statistics);

    /// <summary>Adds to the gradients of the input and of the parameters.</summary>
    /// <param name="pass">Operands of the backward pass.</param>
    /// <param name="dy">Gradient of the output [T, D].</param>
    /// <param name="x">Input of the forward pass [T, D].</param>
    /// <param name="statistics">Statistics of the forward pass [T].</param>
    /// <param name="dx">Gradient of the input [T, D]; added to.</param>
    void Backward(in BackwardPass pass, ReadOnlySpan<float> dy, ReadOnlySpan<float> x, NormStatistics statistics, Span<float> dx);
}
