using System.Text;
using System.Text.Json;
using PixelGpt.Data;
using PixelGpt.Models;
using PixelGpt.Processes;
using PixelGpt.Training;

namespace PixelGpt.Runs;

/// <summary>Gives all processes of a group the same state before they train together. The root has it; the others need only the data set.</summary>
internal static class SharedStart
{
    /// <summary>Sends the state of a run. Called by the root.</summary>
    /// <exception cref="AgreedException">A process has another version, other kernels or another data set.</exception>
    public static void Send(IProcessGroup group, RunContext run, Trainer trainer)
    {
        CheckSame(group, ("data set", run.Data.Checksum()));
        group.BroadcastBytes(JsonSerializer.SerializeToUtf8Bytes(new TrainingStart(run.Model.Config.ToText(), run.Record, trainer.State), RunJson.Compact.TrainingStart));
        ShareValues(group, trainer);
    }

    /// <summary>Receives the state of a run. Called by all processes but the root.</summary>
    /// <returns>The state. The values follow with <see cref="ShareValues"/>.</returns>
    /// <exception cref="AgreedException">A process has another version, other kernels or another data set.</exception>
    public static TrainingStart Receive(IProcessGroup group, SpriteDataset data)
    {
        CheckSame(group, ("data set", data.Checksum()));
        return JsonSerializer.Deserialize(group.BroadcastBytes(null), RunJson.Compact.TrainingStart)!;
    }

    /// <summary>Copies weights, moments and averages from the root to all processes.</summary>
    public static void ShareValues(IProcessGroup group, Trainer trainer)
    {
        group.Broadcast(trainer.Model.Parameters.Values);
        group.Broadcast(trainer.Optimizer.ExpAvg.Span);
        group.Broadcast(trainer.Optimizer.ExpAvgSq.Span);
        if (trainer.Optimizer.Average is { } average) group.Broadcast(average.Average);
    }

    /// <summary>Checks that all processes compute the same bits from the same inputs.</summary>
    /// <param name="group">The processes.</param>
    /// <param name="inputs">The names of the inputs, and a checksum or description of each in one line.</param>
    /// <exception cref="AgreedException">A process has another version, other kernels or another input.</exception>
    internal static void CheckSame(IProcessGroup group, params (string Name, string Value)[] inputs)
    {
        if (group.Size == 1) return;
        var versions = RunVersions.Current;
        string[] names = ["version", "kernels", .. inputs.Select(input => input.Name)];
        string[][] all = [.. group.GatherBytes(Encoding.UTF8.GetBytes(string.Join('\n', [versions.Pixelgpt, versions.Kernels, .. inputs.Select(input => input.Value)]))).Select(bytes => Encoding.UTF8.GetString(bytes).Split('\n'))];
        for (int rank = 1; rank < all.Length; rank++)
        {
            for (int i = 0; i < names.Length; i++)
            {
                if (all[rank][i] != all[0][i])
                    throw new AgreedException($"rank {rank} has another {names[i]} ({Excerpt.Of(all[rank][i])}) than rank 0 ({Excerpt.Of(all[0][i])}); all ranks must compute the same bits from the same inputs{(names[i] == "kernels" ? ": set DOTNET_EnableAVX512=0 or DOTNET_EnableAVX2=0 for all" : "")}");
            }
        }
    }
}
