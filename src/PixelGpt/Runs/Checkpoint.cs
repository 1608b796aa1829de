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
/// What a stopped run goes on from: weights, both moments and the best epoch's weights as safetensors tensors, under the
/// model's parameter names with <c>exp_avg.</c>, <c>exp_avg_sq.</c> and <c>best.</c> before them; the rest of the state as
/// JSON in the metadata, and the SHA-256 of it all.
/// </summary>
internal sealed class Checkpoint(Trainer trainer, FloatBuffer best)
{
    private const string StateKey = "pixelgpt.training_state";
    private const string DigestKey = "pixelgpt.sha256";
    private static readonly string[] Prefixes = ["", "exp_avg.", "exp_avg_sq.", "best."];

    private ParameterSet Parameters => trainer.Model.Parameters;

    /// <summary>Saves it; the one that was there stays as the previous one.</summary>
    /// <exception cref="FailureException">It could not be written.</exception>
    public void Save(RunFolder folder)
    {
        var tensors = new List<NamedTensor>();
        foreach (string prefix in Prefixes)
        {
            foreach (Parameter parameter in Parameters.All) tensors.Add(new NamedTensor(prefix + parameter.Name, parameter.Shape, parameter.In(Values(prefix)).ToArray()));
        }

        string state = JsonSerializer.Serialize(trainer.State, RunJson.Compact.TrainingState);
        var metadata = new Dictionary<string, string> { ["format"] = "pt", [StateKey] = state, [DigestKey] = Digest(state) };
        AtomicFile.Write(folder.Checkpoint, stream => SafeTensors.Write(stream, tensors, metadata), folder.PreviousCheckpoint);
    }

    /// <summary>Puts the trainer where it was. If this throws, the trainer is in no state to go on.</summary>
    /// <exception cref="InputException">The file is missing, damaged, or of another model.</exception>
    public void Restore(string path)
    {
        using var file = SafeTensors.Load(path);
        (string state, string digest) = Metadata(file);
        foreach (string prefix in Prefixes) file.CopyTo(Parameters, prefix, Values(prefix));
        if (Digest(state) != digest) throw new InputException($"{path}: damaged: its content is not what its checksum was made of");
        trainer.State = Parse(state, path);
        trainer.Model.Pack();
    }

    /// <summary>How far training had come, without a look at the numbers.</summary>
    /// <exception cref="InputException">The file is missing or damaged.</exception>
    public static TrainingState ReadState(string path)
    {
        using var file = SafeTensors.Load(path);
        return Parse(Metadata(file).State, path);
    }

    private static (string State, string Digest) Metadata(SafeTensors file) =>
        file.Metadata.TryGetValue(StateKey, out string? state) && file.Metadata.TryGetValue(DigestKey, out string? digest)
            ? (state, digest)
            : throw new InputException($"{file.Path}: it is no checkpoint of PixelGpt: its training state or checksum is missing");

    private static TrainingState Parse(string state, string path)
    {
        try
        {
            TrainingState parsed = JsonSerializer.Deserialize(state, RunJson.Compact.TrainingState);
            return parsed is { Epoch: >= 0, BatchInEpoch: >= 0, Step: >= 0, SkippedSteps: >= 0, SkippedInEpoch: >= 0, BestEpoch: >= 0 } ? parsed : throw new JsonException("a count is below 0");
        }
        catch (Exception e) when (InputJson.IsFault(e))
        {
            throw new InputException($"{path}: its training state is damaged: {Excerpt.Of(e.Message, 200)}", e);
        }
    }

    private Span<float> Values(string prefix) => prefix switch
    {
        "" => Parameters.Values,
        "exp_avg." => trainer.Optimizer.ExpAvg.Span,
        "exp_avg_sq." => trainer.Optimizer.ExpAvgSq.Span,
        _ => best.Span,
    };

    /// <summary>The SHA-256 of the state's text and of all numbers in the order of the file.</summary>
    private string Digest(string state)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(state));
        foreach (string prefix in Prefixes)
        {
            foreach (Parameter parameter in Parameters.All) hash.AppendData(MemoryMarshal.AsBytes(parameter.In((ReadOnlySpan<float>)Values(prefix))));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
