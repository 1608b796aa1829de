namespace PixelGpt.Numerics;

internal sealed partial class ReferenceKernels
{
    public void AttendCached(ReadOnlySpan<float> queries, KeyValueCacheSpan past, int count, int window, float scale, Span<float> scratch, Span<float> output)
    {
        int d = past.HeadDim, group = queries.Length / d / past.Heads;
        float[] logSumExp = [0];
        for (int head = 0; head < queries.Length / d; head++)
        {
            var weights = new MatrixSpan(scratch, 1, count);
            for (int position = 0; position < count; position++)
            {
                ReadOnlyMatrixSpan keys = past.KeyBlock(head / group, position / KeyValueCacheSpan.BlockPositions);
                double sum = 0;
                for (int i = 0; i < d; i++) sum += (double)queries[(head * d) + i] * keys[i, position % KeyValueCacheSpan.BlockPositions];
                weights.Data[position] = (float)sum;
            }

            CausalSoftmax(weights, new CausalSoftmaxOptions(new CausalMask(count - 1, window), scale), logSumExp);
            for (int i = 0; i < d; i++)
            {
                ReadOnlyMatrixSpan values = past.ValuePanel(head / group, i / KeyValueCacheSpan.PanelColumns, count);
                double sum = 0;
                for (int position = 0; position < count; position++) sum += (double)weights.Data[position] * values[position, i % KeyValueCacheSpan.PanelColumns];
                output[(head * d) + i] = (float)sum;
            }
        }
    }
}
