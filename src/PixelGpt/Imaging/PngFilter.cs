namespace PixelGpt.Imaging;

/// <summary>
/// The five scanline filters of the PNG specification, clause 9. <c>prior</c> is the previous scanline, or zeros for the first;
/// <c>stride</c> is <see cref="PngHeader.FilterStride"/>.
/// </summary>
internal static class PngFilter
{
    /// <summary>The number of filters. From 0: none, sub, up, average, Paeth.</summary>
    public const int Count = 5;

    /// <summary>Reconstructs the samples of a filtered scanline in place.</summary>
    public static void Undo(int filter, Span<byte> row, ReadOnlySpan<byte> prior, int stride)
    {
        prior = prior[..row.Length];
        int first = Math.Min(stride, row.Length);
        switch (filter)
        {
            case 1:
                for (int i = stride; i < row.Length; i++) row[i] += row[i - stride];
                break;
            case 2:
                for (int i = 0; i < row.Length; i++) row[i] += prior[i];
                break;
            case 3:
                for (int i = 0; i < first; i++) row[i] += (byte)(prior[i] >> 1);
                for (int i = stride; i < row.Length; i++) row[i] += (byte)((row[i - stride] + prior[i]) >> 1);
                break;
            case 4:
                for (int i = 0; i < first; i++) row[i] += prior[i];
                for (int i = stride; i < row.Length; i++) row[i] += Paeth(row[i - stride], prior[i], prior[i - stride]);
                break;
        }
    }

    /// <summary>Filters a scanline into <paramref name="output"/>, which has the same length.</summary>
    public static void Apply(int filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> prior, int stride, Span<byte> output)
    {
        for (int i = 0; i < row.Length; i++)
        {
            byte left = i < stride ? (byte)0 : row[i - stride], upperLeft = i < stride ? (byte)0 : prior[i - stride];
            int predicted = filter switch
            {
                1 => left,
                2 => prior[i],
                3 => (left + prior[i]) >> 1,
                4 => Paeth(left, prior[i], upperLeft),
                _ => 0,
            };
            output[i] = (byte)(row[i] - predicted);
        }
    }

    /// <summary>Returns the neighbour nearest to left + up − upper left; ties are resolved in that order.</summary>
    private static byte Paeth(byte left, byte up, byte upperLeft)
    {
        int estimate = left + up - upperLeft;
        int toLeft = Math.Abs(estimate - left), toUp = Math.Abs(estimate - up), toUpperLeft = Math.Abs(estimate - upperLeft);
        if (toLeft <= toUp && toLeft <= toUpperLeft) return left;
        return toUp <= toUpperLeft ? up : upperLeft;
    }
}
