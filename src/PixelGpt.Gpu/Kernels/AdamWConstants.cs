using PixelGpt.Numerics;

namespace PixelGpt.Gpu.Kernels;

/// <summary>The <see cref="AdamWScalars"/> of a step as the argument of a kernel, whose type must be of this assembly.</summary>
internal readonly record struct AdamWConstants(
    float GradientScale, float Beta1, float OneMinusBeta1, float Beta2, float OneMinusBeta2, float Epsilon, float Decay, float StepSize, float InverseRootCorrection2)
{
    /// <summary>Returns the constants of a step.</summary>
    public static AdamWConstants Of(AdamWScalars s) => new(s.GradientScale, s.Beta1, s.OneMinusBeta1, s.Beta2, s.OneMinusBeta2, s.Epsilon, s.Decay, s.StepSize, s.InverseRootCorrection2);
}
