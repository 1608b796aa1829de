namespace PixelGpt.Numerics;

internal sealed partial class ReferenceKernels
{
    public void CausalSoftmax(MatrixSpan scores, in CausalSoftmaxOptions options, Span<float> logSumExp)
    {
        for (int row = 0; row < scores.Rows; row++)
        {
            Span<float> values = scores.Data.Slice(row * scores.RowStride, scores.Columns);
            int begin = options.Mask.Begin(row), end = Math.Min(scores.Columns, options.Mask.End(row));
            values[..begin].Clear();
            values[end..].Clear();
            logSumExp[row] = Softmax(values[begin..end], options.Scale);
            if (!options.Dropout.IsActive) continue;
            for (int column = begin; column < end; column++) values[column] *= options.Dropout.Factor(options.DropoutCounter(row, column));
        }
    }

    public void CausalSoftmaxBackward(MatrixSpan scores, MatrixSpan dWeights, in CausalSoftmaxOptions options, ReadOnlySpan<float> logSumExp, ReadOnlySpan<float> rowDots)
    {
        for (int row = 0; row < scores.Rows; row++)
        {
            Span<float> values = scores.Data.Slice(row * scores.RowStride, scores.Columns), gradients = dWeights.Data.Slice(row * dWeights.RowStride, scores.Columns);
            for (int column = 0; column < scores.Columns; column++)
            {
                if (column < options.Mask.Begin(row) || column >= options.Mask.End(row))
                {
                    (values[column], gradients[column]) = (0, 0);
                    continue;
                }

                double weight = Math.Exp(((double)values[column] * options.Scale) - logSumExp[row]);
                double factor = options.Dropout.IsActive ? options.Dropout.Factor(options.DropoutCounter(row, column)) : 1;
                values[column] = (float)(weight * factor);
                gradients[column] = (float)(weight * ((gradients[column] * factor) - rowDots[row]) * options.Scale);
            }
        }
    }
}
