using System.Text.Json;
using PixelGpt.Processes;

namespace PixelGpt.Runs.Sweeps;

/// <summary>What the root of a group sends to the other processes before they run trials of a sweep.</summary>
/// <param name="Folder">The full path of the folder, which all processes share.</param>
/// <param name="Plan">The plan.</param>
internal sealed record SweepStart(string Folder, SweepPlan Plan)
{
    /// <summary>Sends a sweep. The root calls this when it has loaded the data set, so that a data set is downloaded once.</summary>
    public static void Send(IProcessGroup group, Sweep sweep)
    {
        if (group.Size > 1) group.BroadcastBytes(JsonSerializer.SerializeToUtf8Bytes(new SweepStart(Path.GetFullPath(sweep.Folder.Path), sweep.Plan), RunJson.Compact.SweepStart));
    }

    /// <summary>Receives a sweep. Called by all processes but the root.</summary>
    public static SweepStart Receive(IProcessGroup group) => JsonSerializer.Deserialize(group.BroadcastBytes(null), RunJson.Compact.SweepStart)!;
}
