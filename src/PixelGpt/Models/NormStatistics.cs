namespace PixelGpt.Models;

/// <summary>The statistics of each row that a norm computes in the forward pass and reads in the backward pass.</summary>
internal readonly ref struct NormStatistics(Span<float> mean, Span<float> rstd)
{
    /// <summary>The mean of each row [T]; unused by RMSNorm.</summary>
    public Span<float> Mean { get; } = mean;

    /// <summary>The inverse standard deviation or inverse root mean square of each row [T].</summary>
    public Span<float> Rstd { get; } = rstd;
}
