namespace PixelGpt.Numerics;

/// <content>What Llama and its kin need beside GPT-2's kernels.</content>
internal sealed partial class ReferenceKernels
{
    public void RmsNorm(ReadOnlyMatrixSpan x, ReadOnlySpan<float> weight, float epsilon, MatrixSpan y, Span<float> rstd)
    {
        for (int row = 0; row < x.Rows; row++)
        {
            double squares = 0;
            for (int i = 0; i < x.Columns; i++) squares += (double)x[row, i] * x[row, i] / x.Columns;
            double r = 1 / Math.Sqrt(squares + epsilon);
            for (int i = 0; i < x.Columns; i++) y.Data[(row * y.RowStride) + i] = (float)(x[row, i] * r * weight[i]);
            rstd[row] = (float)r;
        }
    }

    public void RmsNormBackward(ReadOnlyMatrixSpan dy, ReadOnlyMatrixSpan x, ReadOnlySpan<float> weight, ReadOnlySpan<float> rstd, MatrixSpan dx, Span<float> dWeight)
    {
        for (int row = 0; row < x.Rows; row++)
        {
            double mean = 0;
            for (int i = 0; i < x.Columns; i++)
            {
                double normal = (double)x[row, i] * rstd[row];
                mean += dy[row, i] * weight[i] * normal / x.Columns;
                dWeight[i] += (float)(dy[row, i] * normal);
            }

            for (int i = 0; i < x.Columns; i++)
            {
                double normal = (double)x[row, i] * rstd[row];
                dx.Data[(row * dx.RowStride) + i] += (float)((((double)dy[row, i] * weight[i]) - (normal * mean)) * rstd[row]);
            }
        }
    }

    public void Rotate(MatrixSpan x, ReadOnlySpan<int> positions, ReadOnlySpan<float> cos, ReadOnlySpan<float> sin, bool back)
    {
        int half = x.Columns / 2;
        for (int row = 0; row < x.Rows; row++)
        {
            for (int i = 0; i < half; i++)
            {
                ref float first = ref x.Data[(row * x.RowStride) + i], second = ref x.Data[(row * x.RowStride) + half + i];
                double c = cos[(positions[row] * half) + i], s = sin[(positions[row] * half) + i] * (back ? -1 : 1);
                (first, second) = ((float)((first * c) - (second * s)), (float)((second * c) + (first * s)));
            }
        }
    }

    public void SwiGlu(ReadOnlySpan<float> gate, ReadOnlySpan<float> up, Span<float> y)
    {
        for (int i = 0; i < gate.Length; i++) y[i] = (float)(gate[i] * Sigmoid(gate[i]) * up[i]);
    }

    public void SwiGluBackward(ReadOnlySpan<float> dy, ReadOnlySpan<float> gate, ReadOnlySpan<float> up, Span<float> dGate, Span<float> dUp, Span<float> y)
    {
        SwiGlu(gate, up, y);
        for (int i = 0; i < gate.Length; i++)
        {
            double sigmoid = Sigmoid(gate[i]), gradient = dy[i];
            dGate[i] = (float)(gradient * up[i] * sigmoid * (1 + (gate[i] * (1 - sigmoid))));
            dUp[i] = (float)(gradient * gate[i] * sigmoid);
        }
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
