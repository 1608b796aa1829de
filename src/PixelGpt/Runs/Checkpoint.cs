using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PixelGpt.Formats;
using PixelGpt.IO;
using PixelGpt.Models;
using PixelGpt.Numerics;
using PixelGpt.Training;

namespace PixelGpt.Runs;

/// <summary>
/// Saves and restores the state of a run. The file is a safetensors file: the weights under their parameter names, the
/// optimizer's moments with the prefixes <c>exp_avg.</c> (also the momentum of Muon) and <c>exp_avg_sq.</c>, the best epoch's weights with <c>best.</c>, and
/// the averages of the weights with <c>ema.</c> if the recipe has them. The metadata holds the rest of the state as JSON and a SHA-256 over everything.
/// </summary>
/// <param name="trainer">The trainer whose state is saved and restored.</param>
/// <param name="best">The best epoch's weights.</param>
internal sealed class Checkpoint(Trainer trainer, FloatBuffer best)
{
    private const string StateKey = "pixelgpt.training_state";
    private const string DigestKey = "pixelgpt.sha256";
    private readonly string[] _prefixes = ["", "exp_avg.", "exp_avg_sq.", "best.", .. trainer.Optimizer.Average is null ? [] : (string[])["ema."]];

    private ParameterSet Parameters => trainer.Model.Parameters;

    /// <summary>Saves a checkpoint. The file that it replaces becomes the previous checkpoint.</summary>
    /// <param name="folder">The run folder.</param>
    /// <exception cref="FailureException">The file could not be written.</exception>
    public void Save(RunFolder folder)
    {
        trainer.Download();
        var tensors = new List<NamedTensor>();
        foreach (string prefix in _prefixes)
        {
            foreach (Parameter parameter in Parameters.All) tensors.Add(new NamedTensor(prefix + parameter.Name, parameter.Shape, parameter.In(Values(prefix)).ToArray()));
        }

        string state = JsonSerializer.Serialize(trainer.State, RunJson.Compact.TrainingState);
        var metadata = new Dictionary<string, string> { ["format"] = "pt", [StateKey] = state, [DigestKey] = Digest(state) };
        AtomicFile.Write(folder.Checkpoint, stream => SafeTensors.Write(stream, tensors, metadata), folder.PreviousCheckpoint);
    }

    /// <summary>Restores the trainer's state from a file. If this throws, the trainer must not be used.</summary>
    /// <param name="path">The checkpoint file.</param>
    /// <exception cref="InputException">The file is missing, damaged, or of another model.</exception>
    public void Restore(string path)
    {
        using var file = SafeTensors.Load(path);
        (string state, string digest) = Metadata(file);
        foreach (string prefix in _prefixes) file.CopyTo(Parameters, prefix, Values(prefix));
        if (Digest(state) != digest) throw new InputException($"{path}: damaged: the content does not match its checksum");
        trainer.State = Parse(state, path);
        trainer.Model.Pack();
    }

    /// <summary>Reads the training state of a checkpoint without its tensors.</summary>
    /// <param name="path">The checkpoint file.</param>
    /// <returns>The state.</returns>
    /// <exception cref="InputException">The file is missing or damaged.</exception>
    public static TrainingState ReadState(string path)
    {
        using var file = SafeTensors.Load(path);
        return Parse(Metadata(file).State, path);
    }

    private static (string State, string Digest) Metadata(SafeTensors file) =>
        file.Metadata.TryGetValue(StateKey, out string? state) && file.Metadata.TryGetValue(DigestKey, out string? digest)
            ? (state, digest)
            : throw new InputException($"{file.Path}: not a PixelGpt checkpoint: the training state or the checksum is missing");

    private static TrainingState Parse(string state, string path)
    {
        try
        {
            TrainingState parsed = JsonSerializer.Deserialize(state, RunJson.Compact.TrainingState);
            return parsed is { Epoch: >= 0, BatchInEpoch: >= 0, Step: >= 0, SkippedSteps: >= 0, SkippedInEpoch: >= 0, BestEpoch: >= 0 } ? parsed : throw new JsonException("a count is negative");
        }
        catch (Exception e) when (InputJson.IsFault(e))
        {
            throw new InputException($"{path}: the training state is damaged: {JsonFault.Describe(e)}", e);
        }
    }

    private Span<float> Values(string prefix) => prefix switch
    {
        "" => trainer.Optimizer.Trained,
        "exp_avg." => trainer.Optimizer.ExpAvg.Span,
        "exp_avg_sq." => trainer.Optimizer.ExpAvgSq.Span,
        "ema." => trainer.Optimizer.Average!.Average,
        _ => best.Span,
    };

    /// <summary>Computes the SHA-256 over the state's JSON and all tensors in file order.</summary>
    private string Digest(string state)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(state));
        foreach (string prefix in _prefixes)
        {
            foreach (Parameter parameter in Parameters.All) hash.AppendData(MemoryMarshal.AsBytes(parameter.In((ReadOnlySpan<float>)Values(prefix))));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
