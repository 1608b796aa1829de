using System.Text.Json;
using System.Text.Json.Nodes;
using PixelGpt.Formats;
using PixelGpt.Generation;
using PixelGpt.IO;
using PixelGpt.Models;

namespace PixelGpt.Runs;

/// <summary>
/// Writes the folder of an ensemble. It has copies of the members, so it does not depend on their runs. The data set, the prompt
/// fraction and the sampling become the defaults of the ensemble if they are the same for all members.
/// </summary>
internal static class EnsembleWriter
{
    /// <summary>Combines models to an ensemble and writes it.</summary>
    /// <param name="members">The model folders of the members.</param>
    /// <param name="folder">The folder to write. It must not exist or be empty.</param>
    /// <returns>The ensemble.</returns>
    /// <exception cref="InputException">A member is not a valid model, the members do not fit together, or the folder is not empty.</exception>
    /// <exception cref="FailureException">A file could not be read or written.</exception>
    public static PixelModel Write(IReadOnlyList<string> members, string folder)
    {
        EnsembleRules.CheckCount(members.Count);
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())) throw new InputException($"{folder}: the folder is not empty; give another --out");
        var ensemble = PixelModel.Ensemble([.. members.Select(PixelModel.Load)]);
        RunFolder[] runs = [.. members.Select(member => new RunFolder(member))];
        JsonObject defaults = CommonDefaults(runs);
        AtomicFolder.Write(folder, path =>
        {
            EnsembleFolder.Write(path, ensemble, FloatType.F32, Describe, defaults);
            SaveSampling(new RunFolder(path), ensemble, runs);
            ModelCard.Write(new RunFolder(path), ensemble, Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))));
        });
        return ensemble;

        void Describe(int member, string path, JsonObject entry)
        {
            entry["source"] = Path.GetFullPath(members[member]);
            entry["weights_checksum"] = ModelDescription.ChecksumOf(Path.Combine(path, ModelFolder.WeightsName));
        }
    }

    private static JsonObject CommonDefaults(RunFolder[] runs)
    {
        RunDefaults[] defaults = [.. runs.Select(RunDefaults.Load)];
        var json = new JsonObject();
        if (defaults.All(d => d.PromptFraction == defaults[0].PromptFraction)) json["prompt_fraction"] = defaults[0].PromptFraction;
        if (defaults[0].Data is { } data && defaults.All(d => d.Data == data)) json["data"] = JsonSerializer.SerializeToNode(data, RunJson.Default.DataReference);
        return json;
    }

    /// <summary>Saves the sampling of the members if all have the same, or else the default of their family, if they have one.</summary>
    private static void SaveSampling(RunFolder folder, PixelModel ensemble, RunFolder[] runs)
    {
        GenerationOptions[] sampling = [.. runs.Select(GenerationConfigFile.Load)];
        if (sampling.All(options => options == sampling[0]))
        {
            if (sampling[0] != GenerationOptions.Greedy) GenerationConfigFile.Save(folder, sampling[0]);
        }
        else if (ensemble.Members.All(m => m.Config.Family.GenerationConfig is not null))
        {
            GenerationConfigFile.SaveDefault(folder, ensemble.Config.Family.GenerationConfig!);
        }
    }
}
