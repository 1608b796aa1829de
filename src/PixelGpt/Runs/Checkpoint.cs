using System.Text.Json;
using PixelGpt.Formats;
using PixelGpt.IO;
using PixelGpt.Models;
using PixelGpt.Training;

namespace PixelGpt.Runs;

/// <summary>
/// What a stopped run goes on from: weights and both moments as safetensors tensors, under the model's parameter names
/// with <c>exp_avg.</c> and <c>exp_avg_sq.</c> before them, and the rest of the state as JSON in the metadata.
/// </summary>
internal static class Checkpoint
{
    private const string StateKey = "pixelgpt.training_state";

    public static void Save(Trainer trainer, string path)
    {
        ParameterSet parameters = trainer.Model.Parameters;
        var tensors = new List<Tensor>();
        Collect(tensors, "", parameters, parameters.Values);
        Collect(tensors, "exp_avg.", parameters, trainer.Optimizer.ExpAvg.Span);
        Collect(tensors, "exp_avg_sq.", parameters, trainer.Optimizer.ExpAvgSq.Span);
        var metadata = new Dictionary<string, string>
        {
            ["format"] = "pt",
            [StateKey] = JsonSerializer.Serialize(trainer.State, RunJson.Compact.TrainingState),
        };
        AtomicFile.Write(path, stream => SafeTensors.Write(stream, tensors, metadata));
    }

    /// <summary>Puts a trainer where it was.</summary>
    /// <exception cref="InputException">The file is missing, damaged, or of another model.</exception>
    public static void Restore(Trainer trainer, string path)
    {
        using var file = SafeTensors.Load(path);
        if (!file.Metadata.TryGetValue(StateKey, out string? json)) throw new InputException($"{path}: it is no checkpoint of PixelGpt: its training state is missing");
        ParameterSet parameters = trainer.Model.Parameters;
        file.CopyTo(parameters, "", parameters.Values);
        file.CopyTo(parameters, "exp_avg.", trainer.Optimizer.ExpAvg.Span);
        file.CopyTo(parameters, "exp_avg_sq.", trainer.Optimizer.ExpAvgSq.Span);
        trainer.Model.Pack();
        try
        {
            trainer.State = JsonSerializer.Deserialize(json, RunJson.Compact.TrainingState) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new InputException($"{path}: its training state is damaged: {e.Message}", e);
        }
    }

    private static void Collect(List<Tensor> tensors, string prefix, ParameterSet parameters, ReadOnlySpan<float> values)
    {
        foreach (Parameter parameter in parameters.All) tensors.Add(new Tensor(prefix + parameter.Name, parameter.Shape, parameter.In(values).ToArray()));
    }
}
