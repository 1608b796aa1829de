using ILGPU;

namespace PixelGpt.Gpu.Kernels;

/// <summary>
/// Causal attention that never stores the weights of all positions (Dao et al. 2022). A group has a tile of queries, or in the last two
/// kernels of keys, and goes through the tiles of the other side; weights are computed again in the backward pass. The grid has the
/// tiles, heads of all sequences, and tiles of the columns of the result. Sums have a fixed order, without atomic operations.
/// </summary>
internal static class AttentionKernels
{
    /// <summary>Computes the outputs.</summary>
    /// <param name="q">Queries.</param>
    /// <param name="k">Keys.</param>
    /// <param name="v">Values.</param>
    /// <param name="output">Receives the outputs [sequences, rows, heads · value width].</param>
    /// <param name="logSums">Receives the logarithm of each row's sum in the softmax [sequences, heads, rows].</param>
    /// <param name="dropoutKeys">Keys of the dropout.</param>
    /// <param name="task">Sizes.</param>
    public static void Forward<TShape>(
        ArrayView<float> q, ArrayView<float> k, ArrayView<float> v, ArrayView<float> output, ArrayView<float> logSums, ArrayView<uint> dropoutKeys, AttentionTask task)
        where TShape : unmanaged, ITileShape
    {
        ArrayView<float> left = SharedMemory.Allocate<float>(AttentionTiles.Length), right = SharedMemory.Allocate<float>(AttentionTiles.Length), weights = SharedMemory.Allocate<float>(AttentionTiles.Length);
        ArrayView<float> maxima = SharedMemory.Allocate<float>(AttentionTiles.Stride), sums = SharedMemory.Allocate<float>(AttentionTiles.Stride), factors = SharedMemory.Allocate<float>(AttentionTiles.Stride);
        int side = default(TShape).Side, edge = AttentionTiles.PerThread * side, threads = side * side, x = Group.IdxX % side, y = Group.IdxX / side;
        int sequence = Grid.IdxY / task.Heads, head = Grid.IdxY % task.Heads, keyHead = head / task.Group;
        int firstRow = Grid.IdxX * edge, firstColumn = Grid.IdxZ * edge, positions = task.First + task.Rows;
        int queryStart = (sequence * task.QuerySequence) + (head * task.KeyDim), keyStart = (sequence * task.KeySequence) + (keyHead * task.KeyDim);
        int valueStart = (sequence * task.ValueSequence) + (keyHead * task.ValueDim);
        for (int row = Group.IdxX; row < edge; row += threads)
        {
            maxima[row] = float.NegativeInfinity;
            sums[row] = 0;
        }

        Block result = default;
        int last = IntrinsicMath.Min(positions, task.First + firstRow + edge);
        for (int key = FirstTile(task, firstRow, edge); key < last; key += edge)
        {
            Block scores = AttentionTiles.RowProducts(left, right, q, queryStart, task.QueryRow, firstRow, task.Rows, k, keyStart, task.KeyRow, key, positions, task.KeyDim, side);
            scores.Store(weights.SubView((y * AttentionTiles.Stride) + x), side * AttentionTiles.Stride, side);
            AttentionTiles.Load(right, v, valueStart, task.ValueRow, key, positions, firstColumn, task.ValueDim, side);
            Group.Barrier();
            for (int row = Group.IdxX; row < edge; row += threads) Softmax(weights.SubView(row * AttentionTiles.Stride), maxima, sums, factors, row, dropoutKeys, sequence, head, firstRow + row, key, edge, task);
            Group.Barrier();
            result = result.TimesRows(Four.Load(factors.SubView(y), side));
            result = AttentionTiles.Multiply(result, weights, AttentionTiles.Stride, 1, right, 1, AttentionTiles.Stride, side);
            Group.Barrier();
        }

        Four sum = Four.Load(sums.SubView(y), side);
        result = result.TimesRows(new Four(1 / sum.A, 1 / sum.B, 1 / sum.C, 1 / sum.D));
        Store(result, output, (sequence * task.Rows * task.OutputRow) + (head * task.ValueDim), task.OutputRow, firstRow, task.Rows, firstColumn, task.ValueDim, side);
        if (Grid.IdxZ > 0) return;
        for (int row = Group.IdxX; row < edge && firstRow + row < task.Rows; row += threads)
            logSums[task.Statistics(sequence, head) + firstRow + row] = (maxima[row] + DeviceMath.Log2(sums[row])) * DeviceMath.Ln2;
    }

    /// <summary>Computes the dot products of outputs and their gradients.</summary>
    /// <param name="index">Index of row and head [sequences, heads, rows].</param>
    /// <param name="output">Outputs.</param>
    /// <param name="dOutput">Gradients of the outputs.</param>
    /// <param name="dots">Receives the dot products.</param>
    /// <param name="task">Sizes.</param>
    public static void RowDots(Index1D index, ArrayView<float> output, ArrayView<float> dOutput, ArrayView<float> dots, AttentionTask task)
    {
        int row = index % task.Rows, head = index / task.Rows % task.Heads, sequence = index / task.Rows / task.Heads;
        int first = (((sequence * task.Rows) + row) * task.OutputRow) + (head * task.ValueDim);
        float sum = 0;
        for (int i = first; i < first + task.ValueDim; i++) sum += output[i] * dOutput[i];
        dots[index] = sum;
    }

    /// <summary>Computes the gradients of the queries.</summary>
    /// <param name="q">Queries.</param>
    /// <param name="k">Keys.</param>
    /// <param name="v">Values.</param>
    /// <param name="dOutput">Gradients of the outputs.</param>
    /// <param name="logSums">Logarithms of the forward pass.</param>
    /// <param name="dots">Dot products of <see cref="RowDots"/>.</param>
    /// <param name="dQ">Receives the gradients.</param>
    /// <param name="dropoutKeys">Keys of the dropout.</param>
    /// <param name="task">Sizes.</param>
    public static void GradientOfQueries<TShape>(
        ArrayView<float> q, ArrayView<float> k, ArrayView<float> v, ArrayView<float> dOutput, ArrayView<float> logSums, ArrayView<float> dots, ArrayView<float> dQ, ArrayView<uint> dropoutKeys, AttentionTask task)
        where TShape : unmanaged, ITileShape
    {
        ArrayView<float> left = SharedMemory.Allocate<float>(AttentionTiles.Length), right = SharedMemory.Allocate<float>(AttentionTiles.Length), weights = SharedMemory.Allocate<float>(AttentionTiles.Length);
        int side = default(TShape).Side, edge = AttentionTiles.PerThread * side, x = Group.IdxX % side, y = Group.IdxX / side;
        int sequence = Grid.IdxY / task.Heads, head = Grid.IdxY % task.Heads, firstRow = Grid.IdxX * edge, firstColumn = Grid.IdxZ * edge;
        int queryStart = (sequence * task.QuerySequence) + (head * task.KeyDim), keyStart = (sequence * task.KeySequence) + (head / task.Group * task.KeyDim);
        Block result = default;
        int last = IntrinsicMath.Min(task.Rows, firstRow + edge);
        for (int key = FirstTile(task, firstRow, edge); key < last; key += edge)
        {
            Block slopes = ScoreGradients(left, right, q, k, v, dOutput, logSums, dots, dropoutKeys, sequence, head, firstRow, key, side, task);
            slopes.Store(weights.SubView((y * AttentionTiles.Stride) + x), side * AttentionTiles.Stride, side);
            AttentionTiles.Load(right, k, keyStart, task.KeyRow, key, task.Rows, firstColumn, task.KeyDim, side);
            Group.Barrier();
            result = AttentionTiles.Multiply(result, weights, AttentionTiles.Stride, 1, right, 1, AttentionTiles.Stride, side);
            Group.Barrier();
        }

        Store(result, dQ, queryStart, task.QueryRow, firstRow, task.Rows, firstColumn, task.KeyDim, side);
    }

    /// <summary>Computes the gradients of the keys: the sums over the query heads of each key head.</summary>
    /// <param name="q">Queries.</param>
    /// <param name="k">Keys.</param>
    /// <param name="v">Values.</param>
    /// <param name="dOutput">Gradients of the outputs.</param>
    /// <param name="logSums">Logarithms of the forward pass.</param>
    /// <param name="dots">Dot products of <see cref="RowDots"/>.</param>
    /// <param name="dK">Receives the gradients.</param>
    /// <param name="dropoutKeys">Keys of the dropout.</param>
    /// <param name="task">Sizes.</param>
    public static void GradientOfKeys<TShape>(
        ArrayView<float> q, ArrayView<float> k, ArrayView<float> v, ArrayView<float> dOutput, ArrayView<float> logSums, ArrayView<float> dots, ArrayView<float> dK, ArrayView<uint> dropoutKeys, AttentionTask task)
        where TShape : unmanaged, ITileShape
    {
        ArrayView<float> left = SharedMemory.Allocate<float>(AttentionTiles.Length), right = SharedMemory.Allocate<float>(AttentionTiles.Length), weights = SharedMemory.Allocate<float>(AttentionTiles.Length);
        int side = default(TShape).Side, edge = AttentionTiles.PerThread * side, x = Group.IdxX % side, y = Group.IdxX / side;
        int keyHeads = task.Heads / task.Group, sequence = Grid.IdxY / keyHeads, keyHead = Grid.IdxY % keyHeads, firstKey = Grid.IdxX * edge, firstColumn = Grid.IdxZ * edge;
        Block result = default;
        for (int head = keyHead * task.Group; head < (keyHead + 1) * task.Group; head++)
        {
            for (int row = firstKey; row < EndRow(task, firstKey, edge); row += edge)
            {
                Block slopes = ScoreGradients(left, right, q, k, v, dOutput, logSums, dots, dropoutKeys, sequence, head, row, firstKey, side, task);
                slopes.Store(weights.SubView((y * AttentionTiles.Stride) + x), side * AttentionTiles.Stride, side);
                AttentionTiles.Load(right, q, (sequence * task.QuerySequence) + (head * task.KeyDim), task.QueryRow, row, task.Rows, firstColumn, task.KeyDim, side);
                Group.Barrier();
                result = AttentionTiles.Multiply(result, weights, 1, AttentionTiles.Stride, right, 1, AttentionTiles.Stride, side);
                Group.Barrier();
            }
        }

        Store(result, dK, (sequence * task.KeySequence) + (keyHead * task.KeyDim), task.KeyRow, firstKey, task.Rows, firstColumn, task.KeyDim, side);
    }

    /// <summary>Computes the gradients of the values: the sums over the query heads of each value head.</summary>
    /// <param name="q">Queries.</param>
    /// <param name="k">Keys.</param>
    /// <param name="dOutput">Gradients of the outputs.</param>
    /// <param name="logSums">Logarithms of the forward pass.</param>
    /// <param name="dV">Receives the gradients.</param>
    /// <param name="dropoutKeys">Keys of the dropout.</param>
    /// <param name="task">Sizes.</param>
    public static void GradientOfValues<TShape>(
        ArrayView<float> q, ArrayView<float> k, ArrayView<float> dOutput, ArrayView<float> logSums, ArrayView<float> dV, ArrayView<uint> dropoutKeys, AttentionTask task)
        where TShape : unmanaged, ITileShape
    {
        ArrayView<float> left = SharedMemory.Allocate<float>(AttentionTiles.Length), right = SharedMemory.Allocate<float>(AttentionTiles.Length), weights = SharedMemory.Allocate<float>(AttentionTiles.Length);
        int side = default(TShape).Side, edge = AttentionTiles.PerThread * side, x = Group.IdxX % side, y = Group.IdxX / side;
        int keyHeads = task.Heads / task.Group, sequence = Grid.IdxY / keyHeads, keyHead = Grid.IdxY % keyHeads, firstKey = Grid.IdxX * edge, firstColumn = Grid.IdxZ * edge;
        Block result = default;
        for (int head = keyHead * task.Group; head < (keyHead + 1) * task.Group; head++)
        {
            for (int row = firstKey; row < EndRow(task, firstKey, edge); row += edge)
            {
                Block used = Weights(left, right, q, k, logSums, sequence, head, row, firstKey, side, task);
                used = TimesFactors(used, dropoutKeys, sequence, head, row + y, firstKey + x, side, task);
                used.Store(weights.SubView((y * AttentionTiles.Stride) + x), side * AttentionTiles.Stride, side);
                AttentionTiles.Load(right, dOutput, (sequence * task.Rows * task.OutputRow) + (head * task.ValueDim), task.OutputRow, row, task.Rows, firstColumn, task.ValueDim, side);
                Group.Barrier();
                result = AttentionTiles.Multiply(result, weights, 1, AttentionTiles.Stride, right, 1, AttentionTiles.Stride, side);
                Group.Barrier();
            }
        }

        Store(result, dV, (sequence * task.ValueSequence) + (keyHead * task.ValueDim), task.ValueRow, firstKey, task.Rows, firstColumn, task.ValueDim, side);
    }

    /// <summary>Replaces a row of scores by weights relative to the maximum so far, and updates maximum and sum of the row.</summary>
    private static void Softmax(
        ArrayView<float> scores, ArrayView<float> maxima, ArrayView<float> sums, ArrayView<float> factors, int tileRow, ArrayView<uint> dropoutKeys, int sequence, int head, int row, int firstKey, int edge, AttentionTask task)
    {
        float scale = task.Scale * DeviceMath.Log2E, before = maxima[tileRow], max = before, sum = 0;
        for (int i = 0; i < edge; i++)
        {
            if (task.Attends(row, firstKey + i)) max = IntrinsicMath.Max(max, scores[i] * scale);
        }

        for (int i = 0; i < edge; i++)
        {
            float weight = 0;
            if (task.Attends(row, firstKey + i))
            {
                weight = DeviceMath.Exp2((scores[i] * scale) - max);
                sum += weight;
                weight *= task.Factor(dropoutKeys, sequence, head, row, firstKey + i);
            }

            scores[i] = weight;
        }

        // As long as a row has attended to no key, its results are 0 and any factor fits.
        float factor = before == float.NegativeInfinity ? 0 : DeviceMath.Exp2(before - max);
        maxima[tileRow] = max;
        sums[tileRow] = (sums[tileRow] * factor) + sum;
        factors[tileRow] = factor;
    }

    /// <summary>Returns the weights of a tile, without dropout.</summary>
    private static Block Weights(
        ArrayView<float> left, ArrayView<float> right, ArrayView<float> q, ArrayView<float> k, ArrayView<float> logSums, int sequence, int head, int firstRow, int firstKey, int side, AttentionTask task)
    {
        int queryStart = (sequence * task.QuerySequence) + (head * task.KeyDim), keyStart = (sequence * task.KeySequence) + (head / task.Group * task.KeyDim);
        Block scores = AttentionTiles.RowProducts(left, right, q, queryStart, task.QueryRow, firstRow, task.Rows, k, keyStart, task.KeyRow, firstKey, task.Rows, task.KeyDim, side);
        int statistics = task.Statistics(sequence, head), row = firstRow + (Group.IdxX / side), key = firstKey + (Group.IdxX % side);
        return new Block(
            Weights(scores.Row0, logSums, statistics, row, key, side, task), Weights(scores.Row1, logSums, statistics, row + side, key, side, task),
            Weights(scores.Row2, logSums, statistics, row + (2 * side), key, side, task), Weights(scores.Row3, logSums, statistics, row + (3 * side), key, side, task));
    }

    private static Four Weights(Four scores, ArrayView<float> logSums, int statistics, int row, int key, int side, AttentionTask task)
    {
        float logSum = row < task.Rows ? logSums[statistics + row] : 0;
        return new Four(
            Weight(scores.A, logSum, row, key, task), Weight(scores.B, logSum, row, key + side, task),
            Weight(scores.C, logSum, row, key + (2 * side), task), Weight(scores.D, logSum, row, key + (3 * side), task));
    }

    private static float Weight(float score, float logSum, int row, int key, AttentionTask task) =>
        task.Attends(row, key) ? DeviceMath.Exp((score * task.Scale) - logSum) : 0;

    private static Block TimesFactors(Block values, ArrayView<uint> keys, int sequence, int head, int row, int key, int side, AttentionTask task) => new(
        TimesFactors(values.Row0, keys, sequence, head, row, key, side, task), TimesFactors(values.Row1, keys, sequence, head, row + side, key, side, task),
        TimesFactors(values.Row2, keys, sequence, head, row + (2 * side), key, side, task), TimesFactors(values.Row3, keys, sequence, head, row + (3 * side), key, side, task));

    private static Four TimesFactors(Four values, ArrayView<uint> keys, int sequence, int head, int row, int key, int side, AttentionTask task) => new(
        values.A * task.Factor(keys, sequence, head, row, key), values.B * task.Factor(keys, sequence, head, row, key + side),
        values.C * task.Factor(keys, sequence, head, row, key + (2 * side)), values.D * task.Factor(keys, sequence, head, row, key + (3 * side)));

    /// <summary>Returns the gradients of the scores of a tile: scale · weight · (dropout(gradient of the weight) − dot product of the row).</summary>
    private static Block ScoreGradients(
        ArrayView<float> left, ArrayView<float> right, ArrayView<float> q, ArrayView<float> k, ArrayView<float> v, ArrayView<float> dOutput, ArrayView<float> logSums, ArrayView<float> dots, ArrayView<uint> dropoutKeys,
        int sequence, int head, int firstRow, int firstKey, int side, AttentionTask task)
    {
        Block weights = Weights(left, right, q, k, logSums, sequence, head, firstRow, firstKey, side, task);
        int outputStart = (sequence * task.Rows * task.OutputRow) + (head * task.ValueDim), valueStart = (sequence * task.ValueSequence) + (head / task.Group * task.ValueDim);
        Block slopes = AttentionTiles.RowProducts(left, right, dOutput, outputStart, task.OutputRow, firstRow, task.Rows, v, valueStart, task.ValueRow, firstKey, task.Rows, task.ValueDim, side);
        int row = firstRow + (Group.IdxX / side), key = firstKey + (Group.IdxX % side), statistics = task.Statistics(sequence, head);
        slopes = TimesFactors(slopes, dropoutKeys, sequence, head, row, key, side, task);
        return new Block(
            ScoreGradients(weights.Row0, slopes.Row0, dots, statistics, row, task), ScoreGradients(weights.Row1, slopes.Row1, dots, statistics, row + side, task),
            ScoreGradients(weights.Row2, slopes.Row2, dots, statistics, row + (2 * side), task), ScoreGradients(weights.Row3, slopes.Row3, dots, statistics, row + (3 * side), task));
    }

    private static Four ScoreGradients(Four weights, Four slopes, ArrayView<float> dots, int statistics, int row, AttentionTask task)
    {
        float dot = row < task.Rows ? dots[statistics + row] : 0, scale = task.Scale;
        return new Four(weights.A * (slopes.A - dot) * scale, weights.B * (slopes.B - dot) * scale, weights.C * (slopes.C - dot) * scale, weights.D * (slopes.D - dot) * scale);
    }

    /// <summary>Returns the first key of the first tile that a tile of queries attends to.</summary>
    private static int FirstTile(AttentionTask task, int firstRow, int edge) => IntrinsicMath.Max(0, task.First + firstRow + 1 - task.Window) / edge * edge;

    /// <summary>Returns the row after the last one that attends to a tile of keys, in the backward pass, where row and position are the same.</summary>
    private static int EndRow(AttentionTask task, int firstKey, int edge) => firstKey + edge > task.Rows - task.Window ? task.Rows : firstKey + edge + task.Window - 1;

    private static void Store(Block block, ArrayView<float> to, int start, int rowStride, int row, int rows, int column, int columns, int side)
    {
        row += Group.IdxX / side;
        column += Group.IdxX % side;
        Store(block.Row0, to, start, rowStride, row, rows, column, columns, side);
        Store(block.Row1, to, start, rowStride, row + side, rows, column, columns, side);
        Store(block.Row2, to, start, rowStride, row + (2 * side), rows, column, columns, side);
        Store(block.Row3, to, start, rowStride, row + (3 * side), rows, column, columns, side);
    }

    private static void Store(Four values, ArrayView<float> to, int start, int rowStride, int row, int rows, int column, int columns, int side)
    {
        if (row >= rows) return;
        int at = start + (row * rowStride) + column;
        if (column < columns) to[at] = values.A;
        if (column + side < columns) to[at + side] = values.B;
        if (column + (2 * side) < columns) to[at + (2 * side)] = values.C;
        if (column + (3 * side) < columns) to[at + (3 * side)] = values.D;
    }
}
