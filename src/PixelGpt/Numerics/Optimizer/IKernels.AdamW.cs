namespace PixelGpt.Numerics;

internal partial interface IKernels
{
    /// <summary>Computes one step of AdamW (Loshchilov and Hutter 2019), in the order of operations of torch.optim.AdamW.</summary>
    /// <param name="gradient">Gradient of the parameters [n].</param>
    /// <param name="step">Hyperparameters of the step.</param>
    /// <param name="parameters">Parameters [n], updated in place.</param>
    /// <param name="expAvg">Exponential moving average of the gradient [n], updated in place.</param>
    /// <param name="expAvgSq">Exponential moving average of the squared gradient [n], updated in place.</param>
    void AdamW(ReadOnlySpan<float> gradient, in AdamWStep step, Span<float> parameters, Span<float> expAvg, Span<float> expAvgSq);
}
