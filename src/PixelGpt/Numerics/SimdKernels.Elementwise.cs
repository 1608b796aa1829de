using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PixelGpt.Numerics;

internal sealed partial class SimdKernels<S, TF, TI>
{
    public void Add(ReadOnlySpan<float> x, Span<float> y) => Map<AddMap>(x, y, y, default);

    public void Scale(Span<float> x, float factor) => Map(x, x, x, new ScaleMap(factor));

    public void AddDropout(ReadOnlySpan<float> x, ReadOnlySpan<float> branch, Dropout dropout, Span<float> y)
    {
        if (dropout.IsActive) Map(x, branch, y, new AddDropoutMap(new DropoutVectors(dropout)));
        else Map<AddMap>(x, branch, y, default);
    }

    public void ApplyDropout(ReadOnlySpan<float> x, Dropout dropout, Span<float> y)
    {
        if (dropout.IsActive) Map(x, x, y, new DropoutMap(new DropoutVectors(dropout)));
        else x.CopyTo(y);
    }

    [MethodImpl(Hot)]
    public void AddColumnSums(ReadOnlyMatrixSpan x, Span<float> sums)
    {
        CheckLength(x.Columns, sums.Length);
        ref float px = ref MemoryMarshal.GetReference(x.Data);
        ref float ps = ref MemoryMarshal.GetReference(sums);
        nint column = 0;
        for (; column <= x.Columns - (4 * S.Width); column += 4 * S.Width)
        {
            TF s0 = S.Broadcast(0f), s1 = S.Broadcast(0f), s2 = S.Broadcast(0f), s3 = S.Broadcast(0f);
            ref float line = ref Unsafe.Add(ref px, column);
            for (nint row = 0; row < x.Rows; row++)
            {
                s0 = S.Add(s0, S.Load(ref line, 0));
                s1 = S.Add(s1, S.Load(ref line, S.Width));
                s2 = S.Add(s2, S.Load(ref line, 2 * S.Width));
                s3 = S.Add(s3, S.Load(ref line, 3 * S.Width));
                line = ref Unsafe.Add(ref line, x.RowStride);
            }

            S.Store(S.Add(s0, S.Load(ref ps, column)), ref ps, column);
            S.Store(S.Add(s1, S.Load(ref ps, column + S.Width)), ref ps, column + S.Width);
            S.Store(S.Add(s2, S.Load(ref ps, column + (2 * S.Width))), ref ps, column + (2 * S.Width));
            S.Store(S.Add(s3, S.Load(ref ps, column + (3 * S.Width))), ref ps, column + (3 * S.Width));
        }

        for (; column <= x.Columns - S.Width; column += S.Width)
        {
            TF sum = S.Broadcast(0f);
            for (nint row = 0; row < x.Rows; row++) sum = S.Add(sum, S.Load(ref px, (row * x.RowStride) + column));
            S.Store(S.Add(sum, S.Load(ref ps, column)), ref ps, column);
        }

        for (; column < x.Columns; column++)
        {
            float sum = 0;
            for (nint row = 0; row < x.Rows; row++) sum += Unsafe.Add(ref px, (row * x.RowStride) + column);
            Unsafe.Add(ref ps, column) += sum;
        }
    }

    private readonly struct AddMap : IMap
    {
        [MethodImpl(Inline)]
        public TF Apply(TF x, TF other, TI index) => S.Add(x, other);
    }

    private readonly struct ScaleMap(float factor) : IMap
    {
        [MethodImpl(Inline)]
        public TF Apply(TF x, TF other, TI index) => S.Multiply(x, S.Broadcast(factor));
    }

    private readonly struct DropoutMap(DropoutVectors dropout) : IMap
    {
        [MethodImpl(Inline)]
        public TF Apply(TF x, TF other, TI index) => dropout.Apply(x, index);
    }

    private readonly struct AddDropoutMap(DropoutVectors dropout) : IMap
    {
        [MethodImpl(Inline)]
        public TF Apply(TF x, TF other, TI index) => S.Add(x, dropout.Apply(other, index));
    }

    /// <summary><see cref="Dropout"/> with its scalars broadcast.</summary>
    private readonly struct DropoutVectors(Dropout dropout, uint firstCounter = 0)
    {
        private readonly TI _start = S.Broadcast(dropout.Key0 + firstCounter);
        private readonly TI _key1 = S.Broadcast(dropout.Key1);
        private readonly TI _threshold = S.Broadcast(dropout.Threshold);
        private readonly TF _scale = S.Broadcast(dropout.Scale);

        [MethodImpl(Inline)]
        public TF Apply(TF value, TI index) => S.KeepUnlessBelow(S.Multiply(value, _scale), Hash(index), _threshold);

        /// <summary>What elements are multiplied by: 0 or the scale.</summary>
        [MethodImpl(Inline)]
        public TF Factors(TI index) => S.KeepUnlessBelow(_scale, Hash(index), _threshold);

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
