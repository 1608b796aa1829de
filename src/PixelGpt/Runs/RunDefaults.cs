using System.Text.Json;
using PixelGpt.Data;
using PixelGpt.IO;

namespace PixelGpt.Runs;

/// <summary>
/// What of a run holds for whatever its model does later, unless the user says otherwise. Read straight from
/// <c>training.json</c>: a <see cref="TrainingRecord"/> takes longer to read than a small picture to draw.
/// </summary>
/// <param name="PromptFraction">The share of a picture that prompts keep.</param>
/// <param name="Data">How its data were named; null where the folder holds a model and no run.</param>
public sealed record RunDefaults(double PromptFraction, DataReference? Data)
{
    private const int MaxFileBytes = 1 << 20;

    /// <summary>Reads them from a run's folder; a folder with no run has the general ones.</summary>
    /// <exception cref="InputException">The folder has a run, but its record is missing or damaged.</exception>
    public static RunDefaults Load(RunFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!folder.HasRun) return new RunDefaults(SequenceViews.DefaultPromptFraction, null);
        string path = folder.Record;
        if (!File.Exists(path)) throw TrainingRecord.Missing(path);
        byte[] bytes = InputFile.ReadAllBytes(path, MaxFileBytes, "a run's record");
        return InputJson.Read(path, () =>
        {
            using var json = JsonDocument.Parse(bytes, InputJson.Strict);
            JsonElement data = Member(json.RootElement, "data");
            double promptFraction = Member(json.RootElement, "recipe").TryGetProperty("keep", out JsonElement value) ? value.GetDouble() : SequenceViews.DefaultPromptFraction;
            if (promptFraction is not (> 0 and < 1)) throw new InputException($"{path}: keep is {promptFraction}; it must be between 0 and 1");
            return new RunDefaults(promptFraction, new DataReference
            {
                Source = Text(data, "source") ?? throw new FormatException("'source' is missing"),
                Colormap = Text(data, "colormap"),
                Size = Text(data, "size"),
                Splits = Text(data, "splits"),
            });
        });
    }

    /// <summary>The data that were named, or else the run's own.</summary>
    /// <param name="named">What the user named, if anything.</param>
    /// <param name="path">The run's folder, for the error.</param>
    /// <param name="instead">What else the user can give.</param>
    /// <exception cref="InputException">Nothing was named, and the folder does not say.</exception>
    public DataReference Choose(DataReference? named, string path, string instead = "--data") =>
        named ?? Data ?? throw new InputException($"{path} does not say what it was trained on: give {instead}");

    private static JsonElement Member(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement value) ? value : throw new FormatException($"'{name}' is missing");

    private static string? Text(JsonElement parent, string name) => parent.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
}
