using PixelGpt.Numerics;

namespace PixelGpt.Evaluation.Features.Inception;

/// <summary>A part of the network, of whatever size: a convolution, a pool, or several joined.</summary>
internal interface ILayer
{
    /// <summary>The size of what it gives for what it takes.</summary>
    /// <exception cref="InputException">It cannot take that many channels: the weights do not fit together.</exception>
    MapSize Output(MapSize input);

    /// <summary>Floats of scratch that it needs.</summary>
    int ScratchFloats(MapSize input);

    /// <summary>Useful operations: those of its convolutions, a multiply-add as two; padding counts, pools do not.</summary>
    double Operations(MapSize input);

    /// <summary>Computes.</summary>
    /// <param name="input">What it takes; its pixels lie side by side.</param>
    /// <param name="output">Where the result goes: a map, or some channels of one.</param>
    /// <param name="scratch">At least as much as it needs.</param>
    /// <param name="pool">Threads to share the work; null for this one alone. Results do not depend on them.</param>
    void Forward(FeatureMap input, FeatureMap output, Scratch scratch, WorkerPool? pool);
}

/// <summary>Sharing out of the places of a map.</summary>
internal static class PlaceSharing
{
    /// <summary>Places a piece at the least: less is not worth a handing over, and splits tiles.</summary>
    private const int LeastPlaces = 24;

    /// <summary>Pieces a thread, so that one that is held up holds up little.</summary>
    private const int PiecesPerThread = 3;

    /// <summary>Calls <paramref name="body"/>(first, count) for pieces of all places.</summary>
    public static void Share(this WorkerPool? pool, int places, Action<int, int> body)
    {
        if (pool is null)
        {
            body(0, places);
            return;
        }

        int pieces = Math.Clamp(places / LeastPlaces, 1, pool.Threads * PiecesPerThread);
        int size = Alignment.RoundUp((places + pieces - 1) / pieces, LeastPlaces / 4);
        pool.Run((places + size - 1) / size, (piece, _) => body(piece * size, Math.Min(size, places - (piece * size))));
    }
}
