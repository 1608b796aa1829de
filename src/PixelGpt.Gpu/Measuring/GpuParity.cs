namespace PixelGpt.Gpu.Measuring;

/// <summary>How far the results of a device are from those of the processor.</summary>
/// <param name="Logits">Largest difference of a logit.</param>
/// <param name="Gradient">Norm of the difference of the gradients, relative to the norm of the gradient.</param>
/// <param name="IsRepeatable">Whether the device computed the same bits twice.</param>
internal sealed record GpuParity(double Logits, double Gradient, bool IsRepeatable);
