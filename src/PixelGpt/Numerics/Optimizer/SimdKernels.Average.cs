using System.Runtime.CompilerServices;

namespace PixelGpt.Numerics;

internal sealed partial class SimdKernels<S, TF, TI>
{
    public void UpdateAverage(ReadOnlySpan<float> x, float decay, Span<float> average) => Apply(x, average, average, new AverageOperator(decay));

    private readonly struct AverageOperator(float decay) : IVectorOperator
    {
        [MethodImpl(Inline)]
        public TF Invoke(TF x, TF other, TI index) => S.MultiplyAdd(x, S.Broadcast(1 - decay), S.Multiply(other, S.Broadcast(decay)));
    }
}
