using PixelGpt.Numerics;

namespace PixelGpt.Generation;

/// <summary>
/// One prompt read by several threads. Each takes the next run of pixels through all layers; in each layer it waits
/// until the runs before have left their keys and values, which they mostly have, for all go at one pace. A run
/// computes the same whoever takes it, so the cache has the same bits as when one thread reads alone.
/// </summary>
internal sealed class PromptRelay
{
    private readonly int _rows;
    private readonly int _runs;
    private readonly int[] _kept;
    private volatile bool _broken;

    private PromptRelay(int layers, int pixels, int rows)
    {
        _rows = rows;
        _runs = (pixels + rows - 1) / rows;
        _kept = new int[layers * _runs];
    }

    /// <summary>Whether sharing pays: each thread gets a run of whole tiles.</summary>
    public static bool Pays(int pixels, int threads) => threads > 1 && pixels >= 4 * RunUnit;

    private const int RunUnit = 6;

    /// <summary>Fills an emptied cache, which has room for all pixels at once in every layer.</summary>
    /// <param name="pixels">The prompt.</param>
    /// <param name="cache">The cache.</param>
    /// <param name="layers">Layers of the model.</param>
    /// <param name="pool">The threads.</param>
    /// <param name="readers">The reader of each thread.</param>
    public static void Read(ReadOnlyMemory<int> pixels, KeyValueCache cache, int layers, WorkerPool pool, Func<int, PromptReader> readers)
    {
        // As many runs as threads, or a multiple of it that keeps them short; whole tiles of rows.
        int turns = Math.Max(1, pixels.Length / (pool.Threads * PromptAttention.MaxRows / 2));
        int rows = Math.Min(PromptAttention.MaxRows, Alignment.RoundUp((pixels.Length + (pool.Threads * turns) - 1) / (pool.Threads * turns), RunUnit));
        var relay = new PromptRelay(layers, pixels.Length, rows);
        cache.Clear();
        pool.Run(relay._runs, (run, worker) =>
        {
            try
            {
                int first = run * rows;
                readers(worker).ReadRun(pixels.Span, first, Math.Min(rows, pixels.Length - first), cache, relay);
            }
            catch
            {
                relay._broken = true;
                throw;
            }
        });
    }

    /// <summary>Says that the run from a position on has left its keys and values in a layer.</summary>
    public void Store(int layer, int first) => Volatile.Write(ref _kept[(layer * _runs) + (first / _rows)], 1);

    /// <summary>Waits until all runs before a position have.</summary>
    public void Await(int layer, int first)
    {
        // Runs are taken in their order, so those before are done or at work: none waits for one that nobody has.
        var wait = default(SpinWait);
        for (int run = 0; run < first / _rows; run++)
        {
            while (Volatile.Read(ref _kept[(layer * _runs) + run]) == 0)
            {
                if (_broken) throw new OperationCanceledException("another run of the prompt failed");
                wait.SpinOnce(sleep1Threshold: -1);
            }
        }
    }
}
