using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PixelGpt.Numerics;

internal sealed partial class SimdKernels<S, TF, TI>
{
    public void Add(ReadOnlySpan<float> x, Span<float> y) => Apply<AddOperator>(x, y, y, default);

    public void Scale(Span<float> x, float factor) => Apply(x, x, x, new ScaleOperator(factor));

    /// <summary>An elementwise operation on vectors of two inputs and their element indices.</summary>
    private interface IVectorOperator
    {
        TF Invoke(TF x, TF other, TI index);
    }

    /// <summary>Computes y = op(x, other, index) vector by vector.</summary>
    private static void Apply<TOperator>(ReadOnlySpan<float> x, ReadOnlySpan<float> other, Span<float> y, TOperator op)
        where TOperator : struct, IVectorOperator
    {
        CheckLength(x.Length, other.Length);
        CheckLength(x.Length, y.Length);
        ref float px = ref MemoryMarshal.GetReference(x);
        ref float po = ref MemoryMarshal.GetReference(other);
        ref float py = ref MemoryMarshal.GetReference(y);
        nint n = x.Length, whole = n - (n % S.Width);
        ApplyToWholeVectors(ref px, ref po, ref py, whole, op);
        if (whole == n) return;
        TI index = S.Add(S.Indices, S.Broadcast((uint)whole));
        StoreTail(op.Invoke(LoadTail(ref px, whole, n - whole, 0), LoadTail(ref po, whole, n - whole, 0), index), ref py, whole, n - whole);
    }

    [MethodImpl(Hot)]
    private static void ApplyToWholeVectors<TOperator>(ref float x, ref float other, ref float y, nint n, TOperator op)
        where TOperator : struct, IVectorOperator
    {
        TI index = S.Indices, step = S.Broadcast((uint)S.Width);
        for (nint i = 0; i < n; i += S.Width)
        {
            S.Store(op.Invoke(S.Load(ref x, i), S.Load(ref other, i), index), ref y, i);
            index = S.Add(index, step);
        }
    }

    private readonly struct AddOperator : IVectorOperator
    {
        [MethodImpl(Inline)]
        public TF Invoke(TF x, TF other, TI index) => S.Add(x, other);
    }

    private readonly struct ScaleOperator(float factor) : IVectorOperator
    {
        [MethodImpl(Inline)]
        public TF Invoke(TF x, TF other, TI index) => S.Multiply(x, S.Broadcast(factor));
    }
}
