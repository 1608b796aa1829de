using ILGPU;

namespace PixelGpt.Gpu.Kernels;

/// <summary>Layer normalisation and root-mean-square normalisation: y = (x − mean) · rstd ⊙ weight + bias for each row x, where only the former has mean and bias.</summary>
internal static class NormKernels
{
    /// <summary>Normalises rows; a group has one or several rows.</summary>
    /// <param name="x">Input.</param>
    /// <param name="xLayout">Rows of the input.</param>
    /// <param name="weight">Weight [n].</param>
    /// <param name="bias">Bias [n]; not read without centring.</param>
    /// <param name="y">Receives the output.</param>
    /// <param name="yLayout">Rows of the output.</param>
    /// <param name="statistics">Receives mean and inverse standard deviation of each row [rows, 2].</param>
    /// <param name="task">Sizes.</param>
    public static void Forward(ArrayView<float> x, RowLayout xLayout, ArrayView<float> weight, ArrayView<float> bias, ArrayView<float> y, RowLayout yLayout, ArrayView<float> statistics, NormTask task)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(GroupSum.MaxThreads);
        int lane = Group.IdxX % task.Lanes, row = (Grid.IdxX * (Group.DimX / task.Lanes)) + (Group.IdxX / task.Lanes);
        int count = row < task.Rows ? task.Columns : 0, from = xLayout.Offset(row), to = yLayout.Offset(row);
        float sum = 0, squares = 0;
        for (int i = lane; i < count; i += task.Lanes) sum += x[from + i];
        float mean = task.IsCentered != 0 ? GroupSum.Of(shared, sum, task.Lanes) / task.Columns : 0;
        for (int i = lane; i < count; i += task.Lanes) squares += (x[from + i] - mean) * (x[from + i] - mean);
        float rstd = 1 / MathF.Sqrt((GroupSum.Of(shared, squares, task.Lanes) / task.Columns) + task.Epsilon);
        for (int i = lane; i < count; i += task.Lanes)
        {
            float value = (x[from + i] - mean) * rstd * weight[i];
            y[to + i] = task.IsCentered != 0 ? value + bias[i] : value;
        }

        if (count == 0 || lane > 0) return;
        statistics[2 * row] = mean;
        statistics[(2 * row) + 1] = rstd;
    }

    /// <summary>Computes the gradient of the input.</summary>
    /// <param name="dy">Gradient of the output; may be the same memory as <paramref name="dx"/> if it is overwritten.</param>
    /// <param name="x">Input.</param>
    /// <param name="xLayout">Rows of the input.</param>
    /// <param name="weight">Weight [n].</param>
    /// <param name="statistics">Statistics of the forward pass [rows, 2].</param>
    /// <param name="dx">Gradient of the input.</param>
    /// <param name="gradientLayout">Rows of the gradients.</param>
    /// <param name="accumulate">1 to add to the gradient of the input, 0 to overwrite it.</param>
    /// <param name="task">Sizes.</param>
    public static void Backward(
        ArrayView<float> dy, ArrayView<float> x, RowLayout xLayout, ArrayView<float> weight, ArrayView<float> statistics, ArrayView<float> dx, RowLayout gradientLayout, int accumulate, NormTask task)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(GroupSum.MaxThreads);
        int lane = Group.IdxX % task.Lanes, row = (Grid.IdxX * (Group.DimX / task.Lanes)) + (Group.IdxX / task.Lanes);
        bool isRow = row < task.Rows;
        int count = isRow ? task.Columns : 0, from = xLayout.Offset(row), at = gradientLayout.Offset(row);
        float mean = isRow ? statistics[2 * row] : 0, rstd = isRow ? statistics[(2 * row) + 1] : 0, sum = 0, dot = 0;
        for (int i = lane; i < count; i += task.Lanes)
        {
            float slope = dy[at + i] * weight[i];
            sum += slope;
            dot += slope * (x[from + i] - mean) * rstd;
        }

        float meanSlope = task.IsCentered != 0 ? GroupSum.Of(shared, sum, task.Lanes) / task.Columns : 0;
        float meanDot = GroupSum.Of(shared, dot, task.Lanes) / task.Columns;
        for (int i = lane; i < count; i += task.Lanes)
        {
            float gradient = ((dy[at + i] * weight[i]) - meanSlope - ((x[from + i] - mean) * rstd * meanDot)) * rstd;
            dx[at + i] = accumulate != 0 ? dx[at + i] + gradient : gradient;
        }
    }

    /// <summary>Computes partial sums of the gradients of weight and bias. Each thread has a column; the grid has tiles of columns and slices of rows.</summary>
    /// <param name="dy">Gradient of the output.</param>
    /// <param name="gradientLayout">Rows of the gradient.</param>
    /// <param name="x">Input.</param>
    /// <param name="xLayout">Rows of the input.</param>
    /// <param name="statistics">Statistics of the forward pass [rows, 2].</param>
    /// <param name="slices">Receives the sums for the weight, and after them those for the bias [slices, 2, n].</param>
    /// <param name="rowsPerSlice">Number of rows of a slice.</param>
    /// <param name="task">Sizes.</param>
    public static void ParameterGradients(
        ArrayView<float> dy, RowLayout gradientLayout, ArrayView<float> x, RowLayout xLayout, ArrayView<float> statistics, ArrayView<float> slices, int rowsPerSlice, NormTask task)
    {
        int column = (Grid.IdxX * Group.DimX) + Group.IdxX, first = Grid.IdxY * rowsPerSlice;
        if (column >= task.Columns) return;
        float weight = 0, bias = 0;
        for (int row = first; row < IntrinsicMath.Min(task.Rows, first + rowsPerSlice); row++)
        {
            float gradient = dy[gradientLayout.Offset(row) + column];
            weight += gradient * (x[xLayout.Offset(row) + column] - statistics[2 * row]) * statistics[(2 * row) + 1];
            bias += gradient;
        }

        slices[(Grid.IdxY * 2 * task.Columns) + column] = weight;
        slices[(((Grid.IdxY * 2) + 1) * task.Columns) + column] = bias;
    }
}
