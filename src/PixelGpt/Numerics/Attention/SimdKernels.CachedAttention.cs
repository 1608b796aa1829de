using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PixelGpt.Numerics;

/// <content>
/// Attention of one row over a KV cache. Each key and value is read once, so the kernels are limited by reading them. Eight
/// independent sums hide the latency of the multiply-adds.
/// </content>
internal sealed partial class SimdKernels<S, TF, TI>
{
    private const int KeyBlock = KeyValueCacheSpan.BlockPositions;
    private const int ValuePanel = KeyValueCacheSpan.PanelColumns;

    /// <summary>Number of value panels that are summed at once.</summary>
    private const int PanelsAtOnce = 4;

    [SkipLocalsInit]
    public void AttendCached(ReadOnlySpan<float> queries, KeyValueCacheSpan past, int count, int window, float scale, Span<float> scratch, Span<float> output)
    {
        int d = past.HeadDim, heads = queries.Length / d, group = heads / past.Heads, stride = Alignment.RoundUp(count, KeyBlock), panels = past.Panels;
        CheckLength(heads * stride, scratch.Length);
        CheckLength(heads * d, output.Length);
        CheckLength((((past.Heads - 1) * past.Capacity) + stride) * d, past.Keys.Length);
        CheckLength(((((past.Heads * panels) - 1) * past.Capacity) + count) * ValuePanel, past.Values.Length);
        Span<float> logSumExp = stackalloc float[1];
        ref float query = ref MemoryMarshal.GetReference(queries);
        ref float keys = ref MemoryMarshal.GetReference(past.Keys);
        ref float weights = ref MemoryMarshal.GetReference(scratch);
        var softmax = new CausalSoftmaxOptions(new CausalMask(count - 1, window), scale);
        for (int head = 0; head < heads; head++)
        {
            ref float headKeys = ref Unsafe.Add(ref keys, (nint)(head / group) * d * past.Capacity);
            Scores(ref Unsafe.Add(ref query, head * d), ref headKeys, d, count, ref Unsafe.Add(ref weights, head * stride));
            CausalSoftmax(new MatrixSpan(scratch.Slice(head * stride, stride), 1, count, stride), softmax, logSumExp);
        }

        // Four panels at a time, which may belong to different heads.
        Span<float> sums = stackalloc float[PanelsAtOnce * ValuePanel];
        var values = new PanelSums(past, scratch, stride, heads, count);
        for (int first = 0; first < values.Count; first += PanelsAtOnce)
        {
            if (S.Width == ValuePanel) SumPanels(values, first, ref MemoryMarshal.GetReference(sums));
            for (int column = 0; column < ValuePanel && S.Width < ValuePanel; column += 2 * S.Width) SumPanelPairs(values, first, column, ref MemoryMarshal.GetReference(sums[column..]));
            for (int i = 0; i < Math.Min(PanelsAtOnce, values.Count - first); i++)
            {
                int head = (first + i) / panels, column = (first + i) % panels * ValuePanel;
                sums.Slice(i * ValuePanel, Math.Min(ValuePanel, d - column)).CopyTo(output[((head * d) + column)..]);
            }
        }
    }

    /// <summary>The weighted sums of the value panels of all query heads.</summary>
    /// <param name="past">The KV cache.</param>
    /// <param name="weights">Attention weights of all query heads.</param>
    /// <param name="stride">Distance between the weights of neighbouring heads.</param>
    /// <param name="heads">Number of query heads.</param>
    /// <param name="positions">Number of cached positions.</param>
    private readonly ref struct PanelSums(KeyValueCacheSpan past, Span<float> weights, int stride, int heads, int positions)
    {
        private readonly ref float _weights = ref MemoryMarshal.GetReference(weights);
        private readonly ref float _values = ref MemoryMarshal.GetReference(past.Values);
        private readonly nint _panelLength = (nint)past.Capacity * ValuePanel;
        private readonly int _panels = past.Panels;
        private readonly int _group = heads / past.Heads;

        /// <summary>Number of cached positions.</summary>
        public readonly nint Positions = positions;

        /// <summary>Number of panels of all query heads.</summary>
        public readonly int Count = heads * past.Panels;

        /// <summary>Returns the first weight for a panel. Indices past the last panel count as the last one.</summary>
        [MethodImpl(Inline)]
        public ref float Weights(int panel) => ref Unsafe.Add(ref _weights, Math.Min(panel, Count - 1) / _panels * stride);

        /// <summary>Returns the first value of a panel. Indices past the last panel count as the last one.</summary>
        [MethodImpl(Inline)]
        public ref float Values(int panel)
        {
            int index = Math.Min(panel, Count - 1);
            return ref Unsafe.Add(ref _values, ((index / _panels / _group * _panels) + (index % _panels)) * _panelLength);
        }
    }

    /// <summary>Computes the scores of one query: eight vectors of positions at a time, then four for the remainder.</summary>
    private static void Scores(ref float query, ref float keys, nint d, int count, ref float scores)
    {
        int first = 0, four = 4 * S.Width;
        for (; first + four < count; first += 2 * four)
            Scores8(ref query, ref KeysAt(ref keys, d, first), ref KeysAt(ref keys, d, first + four), d, ref Unsafe.Add(ref scores, first));
        if (first < count) Scores4(ref query, ref KeysAt(ref keys, d, first), d, ref Unsafe.Add(ref scores, first));
    }

    [MethodImpl(Inline)]
    private static ref float KeysAt(ref float keys, nint d, int position) =>
        ref Unsafe.Add(ref keys, ((nint)(position / KeyBlock) * KeyBlock * d) + (position % KeyBlock));

    [MethodImpl(Hot)]
    private static void Scores8(ref float query, ref float keys0, ref float keys1, nint d, ref float scores)
    {
        TF s0 = S.Broadcast(0f), s1 = S.Broadcast(0f), s2 = S.Broadcast(0f), s3 = S.Broadcast(0f);
        TF s4 = S.Broadcast(0f), s5 = S.Broadcast(0f), s6 = S.Broadcast(0f), s7 = S.Broadcast(0f);
        nint at = 0;
        for (nint i = 0; i < d; i++, at += KeyBlock)
        {
            TF x = S.Broadcast(Unsafe.Add(ref query, i));
            s0 = S.MultiplyAdd(x, S.Load(ref keys0, at), s0);
            s1 = S.MultiplyAdd(x, S.Load(ref keys0, at + S.Width), s1);
            s2 = S.MultiplyAdd(x, S.Load(ref keys0, at + (2 * S.Width)), s2);
            s3 = S.MultiplyAdd(x, S.Load(ref keys0, at + (3 * S.Width)), s3);
            s4 = S.MultiplyAdd(x, S.Load(ref keys1, at), s4);
            s5 = S.MultiplyAdd(x, S.Load(ref keys1, at + S.Width), s5);
            s6 = S.MultiplyAdd(x, S.Load(ref keys1, at + (2 * S.Width)), s6);
            s7 = S.MultiplyAdd(x, S.Load(ref keys1, at + (3 * S.Width)), s7);
        }

        S.Store(s0, ref scores, 0);
        S.Store(s1, ref scores, S.Width);
        S.Store(s2, ref scores, 2 * S.Width);
        S.Store(s3, ref scores, 3 * S.Width);
        S.Store(s4, ref scores, 4 * S.Width);
        S.Store(s5, ref scores, 5 * S.Width);
        S.Store(s6, ref scores, 6 * S.Width);
        S.Store(s7, ref scores, 7 * S.Width);
    }

    [MethodImpl(Hot)]
    private static void Scores4(ref float query, ref float keys, nint d, ref float scores)
    {
        TF s0 = S.Broadcast(0f), s1 = S.Broadcast(0f), s2 = S.Broadcast(0f), s3 = S.Broadcast(0f);
        nint at = 0;
        for (nint i = 0; i < d; i++, at += KeyBlock)
        {
            TF x = S.Broadcast(Unsafe.Add(ref query, i));
            s0 = S.MultiplyAdd(x, S.Load(ref keys, at), s0);
            s1 = S.MultiplyAdd(x, S.Load(ref keys, at + S.Width), s1);
            s2 = S.MultiplyAdd(x, S.Load(ref keys, at + (2 * S.Width)), s2);
            s3 = S.MultiplyAdd(x, S.Load(ref keys, at + (3 * S.Width)), s3);
        }

        S.Store(s0, ref scores, 0);
        S.Store(s1, ref scores, S.Width);
        S.Store(s2, ref scores, 2 * S.Width);
        S.Store(s3, ref scores, 3 * S.Width);
    }

    /// <summary>Computes the weighted sums of two vectors of columns in each of four panels.</summary>
    [MethodImpl(Hot)]
    private static void SumPanelPairs(in PanelSums panels, int first, int column, ref float sums)
    {
        nint count = panels.Positions;
        ref float w0 = ref panels.Weights(first);
        ref float w1 = ref panels.Weights(first + 1);
        ref float w2 = ref panels.Weights(first + 2);
        ref float w3 = ref panels.Weights(first + 3);
        ref float v0 = ref Unsafe.Add(ref panels.Values(first), column);
        ref float v1 = ref Unsafe.Add(ref panels.Values(first + 1), column);
        ref float v2 = ref Unsafe.Add(ref panels.Values(first + 2), column);
        ref float v3 = ref Unsafe.Add(ref panels.Values(first + 3), column);
        TF s00 = S.Broadcast(0f), s01 = S.Broadcast(0f), s10 = S.Broadcast(0f), s11 = S.Broadcast(0f);
        TF s20 = S.Broadcast(0f), s21 = S.Broadcast(0f), s30 = S.Broadcast(0f), s31 = S.Broadcast(0f);
        nint at = 0;
        for (nint i = 0; i < count; i++, at += ValuePanel)
        {
            TF x0 = S.Broadcast(Unsafe.Add(ref w0, i));
            s00 = S.MultiplyAdd(x0, S.Load(ref v0, at), s00);
            s01 = S.MultiplyAdd(x0, S.Load(ref v0, at + S.Width), s01);
            TF x1 = S.Broadcast(Unsafe.Add(ref w1, i));
            s10 = S.MultiplyAdd(x1, S.Load(ref v1, at), s10);
            s11 = S.MultiplyAdd(x1, S.Load(ref v1, at + S.Width), s11);
            TF x2 = S.Broadcast(Unsafe.Add(ref w2, i));
            s20 = S.MultiplyAdd(x2, S.Load(ref v2, at), s20);
            s21 = S.MultiplyAdd(x2, S.Load(ref v2, at + S.Width), s21);
            TF x3 = S.Broadcast(Unsafe.Add(ref w3, i));
            s30 = S.MultiplyAdd(x3, S.Load(ref v3, at), s30);
            s31 = S.MultiplyAdd(x3, S.Load(ref v3, at + S.Width), s31);
        }

        S.Store(s00, ref sums, 0);
        S.Store(s01, ref sums, S.Width);
        S.Store(s10, ref sums, ValuePanel);
        S.Store(s11, ref sums, ValuePanel + S.Width);
        S.Store(s20, ref sums, 2 * ValuePanel);
        S.Store(s21, ref sums, (2 * ValuePanel) + S.Width);
        S.Store(s30, ref sums, 3 * ValuePanel);
        S.Store(s31, ref sums, (3 * ValuePanel) + S.Width);
    }

    /// <summary>Computes the weighted sums of four panels that are one vector wide.</summary>
    [MethodImpl(Hot)]
    private static void SumPanels(in PanelSums panels, int first, ref float sums)
    {
        nint count = panels.Positions;
        ref float w0 = ref panels.Weights(first);
        ref float w1 = ref panels.Weights(first + 1);
        ref float w2 = ref panels.Weights(first + 2);
        ref float w3 = ref panels.Weights(first + 3);
        ref float v0 = ref panels.Values(first);
        ref float v1 = ref panels.Values(first + 1);
        ref float v2 = ref panels.Values(first + 2);
        ref float v3 = ref panels.Values(first + 3);
        TF s0 = S.Broadcast(0f), s1 = S.Broadcast(0f), s2 = S.Broadcast(0f), s3 = S.Broadcast(0f);
        nint at = 0;
        for (nint i = 0; i < count; i++, at += ValuePanel)
        {
            s0 = S.MultiplyAdd(S.Broadcast(Unsafe.Add(ref w0, i)), S.Load(ref v0, at), s0);
            s1 = S.MultiplyAdd(S.Broadcast(Unsafe.Add(ref w1, i)), S.Load(ref v1, at), s1);
            s2 = S.MultiplyAdd(S.Broadcast(Unsafe.Add(ref w2, i)), S.Load(ref v2, at), s2);
            s3 = S.MultiplyAdd(S.Broadcast(Unsafe.Add(ref w3, i)), S.Load(ref v3, at), s3);
        }

        S.Store(s0, ref sums, 0);
        S.Store(s1, ref sums, ValuePanel);
        S.Store(s2, ref sums, 2 * ValuePanel);
        S.Store(s3, ref sums, 3 * ValuePanel);
    }
}
