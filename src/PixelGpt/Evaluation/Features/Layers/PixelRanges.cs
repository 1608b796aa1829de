using PixelGpt.Numerics;

namespace PixelGpt.Evaluation.Features.Layers;

/// <summary>Distributes the pixels of a map over threads.</summary>
internal static class PixelRanges
{
    /// <summary>The minimum number of pixels per range; smaller ranges cost more overhead than they save, and split kernel tiles.</summary>
    private const int MinPixels = 24;

    /// <summary>The number of ranges per thread; more than one, so that a delayed thread delays only a small part.</summary>
    private const int RangesPerThread = 3;

    /// <summary>Calls <paramref name="body"/>(first, count) for ranges that cover all pixels.</summary>
    public static void ForPixelRanges(this WorkerPool? pool, int pixels, Action<int, int> body)
    {
        if (pool is null)
        {
            body(0, pixels);
            return;
        }

        int ranges = Math.Clamp(pixels / MinPixels, 1, pool.Threads * RangesPerThread);
        int size = Alignment.RoundUp((pixels + ranges - 1) / ranges, MinPixels / 4);
        pool.Run((pixels + size - 1) / size, (range, _) => body(range * size, Math.Min(size, pixels - (range * size))));
    }
}
