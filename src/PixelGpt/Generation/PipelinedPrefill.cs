using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Generation;

/// <summary>
/// Prefills one prompt into the KV cache of one transformer on several threads. Each thread runs the next chunk of positions through all layers; in each layer
/// it waits until the earlier chunks have stored their keys and values. All threads proceed at the same pace, so waits are
/// short. A chunk's result does not depend on the thread, so the KV cache is bit-identical to that of a single thread.
/// </summary>
internal sealed class PipelinedPrefill
{
    /// <summary>The height of a matrix tile: chunks have a multiple of this number of rows.</summary>
    private const int TileRows = 6;

    private readonly int _rows;
    private readonly int _chunks;
    private readonly int[] _stored;
    private volatile bool _failed;

    private PipelinedPrefill(int layers, int pixels, int rows)
    {
        _rows = rows;
        _chunks = (pixels + rows - 1) / rows;
        _stored = new int[layers * _chunks];
    }

    /// <summary>Returns whether a prompt is long enough to be split among threads.</summary>
    public static bool IsWorthwhile(int pixels, int threads) => threads > 1 && pixels >= 4 * TileRows;

    /// <summary>Clears a KV cache and fills it with pixels.</summary>
    /// <param name="pixels">The prompt.</param>
    /// <param name="picture">Size of the picture.</param>
    /// <param name="cache">The KV cache; every layer must have room for all pixels at once.</param>
    /// <param name="layers">Number of layers of the model.</param>
    /// <param name="pool">The threads.</param>
    /// <param name="prefillers">Returns the prefiller of a thread.</param>
    public static void Fill(ReadOnlyMemory<int> pixels, PictureContext picture, KeyValueCache cache, int layers, WorkerPool pool, Func<int, TransformerPrefiller> prefillers)
    {
        // The number of chunks is a multiple of the number of threads, so that all threads have the same amount of work.
        int rounds = Math.Max(1, pixels.Length / (pool.Threads * PromptAttention.MaxRows / 2));
        int rows = Math.Min(PromptAttention.MaxRows, Alignment.RoundUp((pixels.Length + (pool.Threads * rounds) - 1) / (pool.Threads * rounds), TileRows));
        var pipeline = new PipelinedPrefill(layers, pixels.Length, rows);
        cache.Start(picture);
        pool.Run(pipeline._chunks, (chunk, worker) =>
        {
            try
            {
                int first = chunk * rows;
                prefillers(worker).FillChunk(pixels.Span, first, Math.Min(rows, pixels.Length - first), cache, pipeline);
            }
            catch
            {
                pipeline._failed = true;
                throw;
            }
        });
    }

    /// <summary>Records that the chunk at position <paramref name="first"/> has stored its keys and values in a layer.</summary>
    public void MarkStored(int layer, int first) => Volatile.Write(ref _stored[(layer * _chunks) + (first / _rows)], 1);

    /// <summary>Waits until all chunks before position <paramref name="first"/> have stored their keys and values in a layer.</summary>
    public void WaitForEarlierChunks(int layer, int first)
    {
        // The pool starts chunks in order, so every earlier chunk has been started and this cannot deadlock.
        var wait = default(SpinWait);
        for (int chunk = 0; chunk < first / _rows; chunk++)
        {
            while (Volatile.Read(ref _stored[(layer * _chunks) + chunk]) == 0)
            {
                if (_failed) throw new OperationCanceledException("another chunk of the prompt failed");
                wait.SpinOnce(sleep1Threshold: -1);
            }
        }
    }
}
