using System.Text.Json;
using PixelGpt.Data;
using PixelGpt.IO;
using PixelGpt.Models;

namespace PixelGpt.Runs;

/// <summary>
/// The values of a run or an ensemble that other commands use as defaults. They are read directly from <c>training.json</c>, because
/// reading a whole <see cref="TrainingRecord"/> takes longer than completing a small picture.
/// </summary>
/// <param name="PromptFraction">The prompt fraction.</param>
/// <param name="Data">The data set; null if the folder has a model but no run.</param>
internal sealed record RunDefaults(double PromptFraction, DataReference? Data)
{
    private const int MaxFileBytes = 1 << 20;

    /// <summary>Reads the defaults of a run.</summary>
    /// <param name="folder">The run folder.</param>
    /// <returns>The defaults of the run or ensemble; those of the program if the folder has neither.</returns>
    /// <exception cref="InputException">The folder has a run or an ensemble, but its <c>training.json</c> or <c>ensemble.json</c> is missing or damaged.</exception>
    public static RunDefaults Load(RunFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (EnsembleFolder.Exists(folder.Path)) return Read(folder[EnsembleFolder.FileName], OfEnsemble);
        if (!folder.HasRun) return new RunDefaults(SequenceViews.DefaultPromptFraction, null);
        string path = folder.Record;
        if (!File.Exists(path)) throw TrainingRecord.Missing(path);
        return Read(path, OfRun);
    }

    /// <summary>Selects the data set that the user gave or, if none, that of the run.</summary>
    /// <param name="named">The data set that the user gave; may be null.</param>
    /// <param name="path">The run folder, for the error message.</param>
    /// <param name="instead">The option to suggest in the error message.</param>
    /// <returns>The data set.</returns>
    /// <exception cref="InputException">The user gave none, and the run folder names none.</exception>
    public DataReference Choose(DataReference? named, string path, string instead = "--data") =>
        named ?? Data ?? throw new InputException($"{path}: the folder does not name its data set; give {instead}");

    private static RunDefaults Read(string path, Func<JsonElement, RunDefaults> read)
    {
        byte[] bytes = InputFile.ReadAllBytes(path, MaxFileBytes, "a run's record");
        return InputJson.Read(path, () => InputException.Within(path, () =>
        {
            using var json = JsonDocument.Parse(bytes, InputJson.Strict);
            return read(json.RootElement);
        }));
    }

    private static RunDefaults OfRun(JsonElement root)
    {
        DataReference data = DataOf(Member(root, "data"));
        return new RunDefaults(PromptFractionOf(Member(root, "recipe")), data);
    }

    private static RunDefaults OfEnsemble(JsonElement root) => new(PromptFractionOf(root), root.TryGetProperty("data", out JsonElement data) ? DataOf(data) : null);

    private static double PromptFractionOf(JsonElement parent)
    {
        double promptFraction = LegacyNames.TryGetProperty(parent, "prompt_fraction", out JsonElement value) ? value.GetDouble() : SequenceViews.DefaultPromptFraction;
        return promptFraction is > 0 and < 1 ? promptFraction : throw new InputException($"prompt_fraction must be between 0 and 1 (got {promptFraction})");
    }

    private static DataReference DataOf(JsonElement data) => new()
    {
        Source = Text(data, "source") ?? throw new FormatException("'source' is missing"),
        Colormap = Text(data, "colormap"),
        Size = Text(data, "size"),
        Splits = Text(data, "splits"),
        Config = Text(data, "config"),
        Column = Text(data, "column"),
        Fold = Text(data, "fold"),
    };

    private static JsonElement Member(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement value) ? value : throw new FormatException($"'{name}' is missing");

    private static string? Text(JsonElement parent, string name) => parent.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
}
