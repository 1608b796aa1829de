using System.Runtime.CompilerServices;

namespace PixelGpt.Numerics;

internal sealed partial class SimdKernels<S, TF, TI>
{
    public void AddDropout(ReadOnlySpan<float> x, ReadOnlySpan<float> branch, Dropout dropout, Span<float> y)
    {
        if (dropout.IsActive) Apply(x, branch, y, new AddDropoutOperator(new DropoutVectors(dropout)));
        else Apply<AddOperator>(x, branch, y, default);
    }

    public void ApplyDropout(ReadOnlySpan<float> x, Dropout dropout, Span<float> y)
    {
        if (dropout.IsActive) Apply(x, x, y, new DropoutOperator(new DropoutVectors(dropout)));
        else x.CopyTo(y);
    }

    private readonly struct DropoutOperator(DropoutVectors dropout) : IVectorOperator
    {
        [MethodImpl(Inline)]
        public TF Invoke(TF x, TF other, TI index) => dropout.Apply(x, index);
    }

    private readonly struct AddDropoutOperator(DropoutVectors dropout) : IVectorOperator
    {
        [MethodImpl(Inline)]
        public TF Invoke(TF x, TF other, TI index) => S.Add(x, dropout.Apply(other, index));
    }

    /// <summary>A <see cref="Dropout"/> with its scalars broadcast to vectors.</summary>
    private readonly struct DropoutVectors(Dropout dropout, uint firstCounter = 0)
    {
        private readonly TI _start = S.Broadcast(dropout.Key0 + firstCounter);
        private readonly TI _key1 = S.Broadcast(dropout.Key1);
        private readonly TI _threshold = S.Broadcast(dropout.Threshold);
        private readonly TF _scale = S.Broadcast(dropout.Scale);

        [MethodImpl(Inline)]
        public TF Apply(TF value, TI index) => S.ZeroIfBelow(S.Multiply(value, _scale), Hash(index), _threshold);

        /// <summary>Returns the factors of the elements: 0 or the scale.</summary>
        [MethodImpl(Inline)]
        public TF Factors(TI index) => S.ZeroIfBelow(_scale, Hash(index), _threshold);

        [MethodImpl(Inline)]
        private TI Hash(TI index)
        {
            TI x = S.Add(index, _start);
            x = S.Multiply(S.Xor(x, S.ShiftRight(x, 16)), S.Broadcast(0x21F0AAADu));
            x = S.Multiply(S.Xor(S.Xor(x, S.ShiftRight(x, 15)), _key1), S.Broadcast(0x735A2D97u));
            return S.Xor(x, S.ShiftRight(x, 15));
        }
    }
}
