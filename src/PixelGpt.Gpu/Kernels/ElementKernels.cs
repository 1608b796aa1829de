using ILGPU;

namespace PixelGpt.Gpu.Kernels;

/// <summary>Simple operations on each element.</summary>
internal static class ElementKernels
{
    /// <summary>Copies rows of a matrix with any strides.</summary>
    /// <param name="index">Index of the value [rows, columns].</param>
    /// <param name="from">Source.</param>
    /// <param name="fromStride">Distance of its rows.</param>
    /// <param name="to">Destination.</param>
    /// <param name="toLayout">Rows of the destination.</param>
    /// <param name="columns">Number of columns.</param>
    public static void CopyRows(Index1D index, ArrayView<float> from, int fromStride, ArrayView<float> to, RowLayout toLayout, int columns) =>
        to[toLayout.Offset(index / columns) + (index % columns)] = from[(index / columns * fromStride) + (index % columns)];

    /// <summary>Copies a matrix.</summary>
    /// <param name="index">Index of the value [rows, columns].</param>
    /// <param name="from">Source.</param>
    /// <param name="to">Destination.</param>
    /// <param name="columns">Number of columns.</param>
    public static void Copy(Index1D index, MatrixView from, MatrixView to, int columns)
    {
        int row = index / columns, column = index % columns;
        to.Data[(row * to.RowStride) + (column * to.ColumnStride)] = from.Data[(row * from.RowStride) + (column * from.ColumnStride)];
    }

    /// <summary>Rotates heads in place by the angles of each row (Su et al. 2021).</summary>
    /// <param name="index">Index of a pair of values [rows, heads, half a head].</param>
    /// <param name="x">The heads.</param>
    /// <param name="angles">Index of each row's angles in the tables.</param>
    /// <param name="cosines">Cosines [angles, half a head].</param>
    /// <param name="sines">Sines [angles, half a head].</param>
    /// <param name="layout">The heads, several per line.</param>
    /// <param name="half">Half of the width of a head.</param>
    /// <param name="direction">1, or −1 for the negative angles.</param>
    public static void Rotate(Index1D index, ArrayView<float> x, ArrayView<int> angles, ArrayView<float> cosines, ArrayView<float> sines, RowLayout layout, int half, int direction)
    {
        int i = index % half, row = index / half, first = layout.Offset(row) + i, angle = (angles[row / layout.PerLine] * half) + i;
        float c = cosines[angle], s = direction * sines[angle], a = x[first], b = x[first + half];
        x[first] = (a * c) - (b * s);
        x[first + half] = (b * c) + (a * s);
    }

    /// <summary>Replaces the values of a block by (1 − λ)·v + λ·v₁ with those of the first block, v₁, and stores v.</summary>
    /// <param name="index">Index of the value [rows, columns].</param>
    /// <param name="share">The parameter λ.</param>
    /// <param name="first">Values of the first block.</param>
    /// <param name="values">Own values, then the mixture, with the same distance of rows.</param>
    /// <param name="own">Receives the own values [rows, columns].</param>
    /// <param name="stride">Distance of the rows of values.</param>
    /// <param name="columns">Number of columns.</param>
    public static void MixValues(Index1D index, ArrayView<float> share, ArrayView<float> first, ArrayView<float> values, ArrayView<float> own, int stride, int columns)
    {
        int at = (index / columns * stride) + (index % columns);
        own[index] = values[at];
        values[at] = (values[at] * (1 - share[0])) + (first[at] * share[0]);
    }

    /// <summary>Computes the gradients of <see cref="MixValues"/>.</summary>
    /// <param name="index">Index of the value [rows, columns].</param>
    /// <param name="share">The parameter λ.</param>
    /// <param name="first">Values of the first block.</param>
    /// <param name="own">Own values of the block [rows, columns].</param>
    /// <param name="gradient">Gradient of the mixture, then of the own values.</param>
    /// <param name="dFirst">Gradient of the values of the first block [rows, columns]; added to.</param>
    /// <param name="dShare">Receives the contributions to the gradient of λ [rows, columns].</param>
    /// <param name="stride">Distance of the rows of values and gradients.</param>
    /// <param name="columns">Number of columns.</param>
    public static void MixValuesBackward(
        Index1D index, ArrayView<float> share, ArrayView<float> first, ArrayView<float> own, ArrayView<float> gradient, ArrayView<float> dFirst, ArrayView<float> dShare, int stride, int columns)
    {
        int at = (index / columns * stride) + (index % columns);
        float slope = gradient[at];
        dShare[index] = slope * (first[at] - own[index]);
        dFirst[index] += share[0] * slope;
        gradient[at] = slope * (1 - share[0]);
    }

    /// <summary>Adds rows that follow each other to rows with a distance.</summary>
    /// <param name="index">Index of the value [rows, columns].</param>
    /// <param name="x">The rows.</param>
    /// <param name="sum">Added to.</param>
    /// <param name="stride">Distance of the rows of <paramref name="sum"/>.</param>
    /// <param name="columns">Number of columns.</param>
    public static void AddRows(Index1D index, ArrayView<float> x, ArrayView<float> sum, int stride, int columns) =>
        sum[(index / columns * stride) + (index % columns)] += x[index];
}
