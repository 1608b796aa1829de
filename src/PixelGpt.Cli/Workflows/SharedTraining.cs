using System.Text.Json;
using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Show;
using PixelGpt.Data;
using PixelGpt.Processes;
using PixelGpt.Runs;

namespace PixelGpt.Cli.Workflows;

/// <summary>Training by the ranks of an MPI job: rank 0 has the run, and the others load the same data set and take part.</summary>
internal static class SharedTraining
{
    /// <summary>Tells the other ranks to load the data set. Rank 0 calls this when it has loaded it, so that a data set is downloaded once.</summary>
    public static void Start(Session session, TrainingRun run)
    {
        if (session.Group.Size > 1) session.Group.BroadcastBytes(JsonSerializer.SerializeToUtf8Bytes(run.Record.Data, RunJson.Compact.DataReference));
    }

    /// <summary>Takes part in training.</summary>
    /// <param name="session">The session of a rank that is not 0.</param>
    /// <param name="threads">Number of threads.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> WorkAsync(Session session, int threads)
    {
        DataReference reference = JsonSerializer.Deserialize(session.Group.BroadcastBytes(null), RunJson.Compact.DataReference)!;
        SpriteDataset data = await session.LoadAsync(reference);
        return TrainingWorker.Train(session.Group, data, threads, stop: session.CancellationToken) ? ExitCode.Success : ExitCode.Interrupted;
    }
}
