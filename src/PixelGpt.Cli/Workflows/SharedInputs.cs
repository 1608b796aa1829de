using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Show;
using PixelGpt.Data;
using PixelGpt.Processes;
using PixelGpt.Runs;

namespace PixelGpt.Cli.Workflows;

/// <summary>Loads the inputs of a command in all ranks of an MPI job. Every rank runs the same command; only rank 0 prints and writes files.</summary>
internal static class SharedInputs
{
    /// <summary>Loads a data set; rank 0 first, so that it is downloaded and cached once.</summary>
    public static async Task<SpriteDataset> LoadSharedAsync(this Session session, DataReference reference)
    {
        if (!session.IsRoot) session.Group.BroadcastBytes(null);
        SpriteDataset data = await session.LoadAsync(reference);
        if (session.IsRoot) session.Group.BroadcastBytes([]);
        return data;
    }

    /// <summary>Checks that all ranks have the same inputs, before they share work.</summary>
    /// <param name="session">The session.</param>
    /// <param name="inputs">The names of the inputs, and functions that compute their checksums.</param>
    /// <exception cref="AgreedException">A rank has another version of the program, other kernels or another input.</exception>
    public static void CheckSame(this Session session, params (string Name, Func<string> Checksum)[] inputs)
    {
        if (session.Group.Size > 1) SharedStart.CheckSame(session.Group, [.. inputs.Select(input => (input.Name, input.Checksum()))]);
    }
}
