using System.Text.Json;
using System.Text.Json.Nodes;
using PixelGpt.Evaluation;
using PixelGpt.Generation;
using PixelGpt.IO;
using PixelGpt.Models;

namespace PixelGpt.Runs;

/// <summary>
/// Reads and writes <c>generation_config.json</c>, the default sampling of a model. Names and meanings are those of Hugging
/// Face transformers; other values of the file are ignored, and values that the file does not have are those of
/// <see cref="GenerationOptions"/>.
/// </summary>
public static class GenerationConfigFile
{
    /// <summary>The file name.</summary>
    public const string FileName = "generation_config.json";

    private const int MaxFileBytes = 1 << 20;
    private const string Record = "calibration";
    private const string Weights = "weights_checksum";
    private static readonly string[] OptionNames = ["do_sample", "temperature", "top_k", "top_p", "typical_p", "min_p", "repetition_penalty"];
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Reads the default sampling of a model.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <returns>The options; greedy decoding if the folder does not have the file.</returns>
    /// <exception cref="InputException">The file is not JSON or has an invalid value.</exception>
    /// <exception cref="FailureException">The file could not be read.</exception>
    public static GenerationOptions Load(RunFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return File.Exists(folder.GenerationConfig) ? Parse(ReadText(folder), folder.GenerationConfig) : GenerationOptions.Greedy;
    }

    /// <summary>Returns the default sampling of the built-in model.</summary>
    /// <returns>The options.</returns>
    public static GenerationOptions LoadBuiltIn() => Parse(BuiltInModel.ReadText(FileName), BuiltInModel.PathOf(FileName));

    /// <summary>Copies the file to another model folder, if the model has one.</summary>
    /// <param name="from">Folder to copy from.</param>
    /// <param name="to">Folder to copy to.</param>
    /// <exception cref="InputException">The file is not JSON or has an invalid value.</exception>
    /// <exception cref="FailureException">A file could not be read or written.</exception>
    internal static void Copy(RunFolder from, RunFolder to)
    {
        if (!File.Exists(from.GenerationConfig)) return;
        string text = ReadText(from);
        _ = Parse(text, from.GenerationConfig);
        AtomicFile.WriteAllText(to.GenerationConfig, text);
    }

    /// <summary>Writes the default sampling of a model. Other values of an existing file are preserved.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="options">The options.</param>
    /// <param name="record">How the options were chosen; null if they are the user's.</param>
    /// <exception cref="FailureException">The file could not be written.</exception>
    internal static void Save(RunFolder folder, GenerationOptions options, JsonObject? record = null)
    {
        JsonObject json = ReadObject(folder) ?? [];
        foreach (string name in (string[])[.. OptionNames, Record]) json.Remove(name);
        Add(options, json);
        if (record is not null) json[Record] = record;
        AtomicFile.WriteAllText(folder.GenerationConfig, json.ToJsonString(Indented) + "\n");
    }

    /// <summary>Returns the content of a file with the given sampling.</summary>
    /// <param name="options">The options.</param>
    internal static string ToText(GenerationOptions options)
    {
        var json = new JsonObject();
        Add(options, json);
        return json.ToJsonString(Indented) + "\n";
    }

    private static void Add(GenerationOptions options, JsonObject json)
    {
        json["do_sample"] = options.DoSample;
        json["temperature"] = options.Temperature;
        json["top_p"] = options.TopP;
        if (options.TopK != 0) json["top_k"] = options.TopK;
        if (options.TypicalP != 1) json["typical_p"] = options.TypicalP;
        if (options.MinP != 0) json["min_p"] = options.MinP;
        if (options.RepetitionPenalty != 1) json["repetition_penalty"] = options.RepetitionPenalty;
    }

    /// <summary>Writes the default sampling of a family, unless the folder already has a file.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="content">The default sampling: <c>do_sample</c>, <c>temperature</c> and <c>top_p</c>.</param>
    /// <exception cref="FailureException">The file could not be written.</exception>
    internal static void SaveDefault(RunFolder folder, JsonObject content)
    {
        if (File.Exists(folder.GenerationConfig)) return;
        GenerationOptions options = Parse(content.ToJsonString());
        Save(folder, options, new JsonObject { ["sprites"] = 0, ["temperature"] = options.Temperature, ["top_p"] = options.TopP });
    }

    /// <summary>Writes sampling that was chosen on sprites.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="calibration">The sampling.</param>
    /// <param name="weightsChecksum">The checksum of the weights file; null if the weights are in several files.</param>
    /// <exception cref="FailureException">The file could not be written.</exception>
    internal static void Save(RunFolder folder, SamplingCalibration calibration, string? weightsChecksum) => Save(folder, calibration.Options, new JsonObject
    {
        ["sprites"] = calibration.Sprites,
        ["temperature"] = calibration.Temperature,
        ["top_p"] = calibration.TopP,
        ["nll"] = Math.Round(calibration.Nll, 6),
        ["calibrated_nll"] = Math.Round(calibration.CalibratedNll, 6),
        ["generated_surprisal"] = Math.Round(calibration.GeneratedSurprisal, 6),
        ["surprisal_standard_error"] = Math.Round(calibration.SurprisalStandardError, 6),
        [Weights] = weightsChecksum,
    });

    /// <summary>Returns whether the file is as PixelGpt wrote it: its options are those that its calibration record names.</summary>
    internal static bool IsUnchanged(RunFolder folder)
    {
        try
        {
            return RecordOf(folder) is { } record
                && record["temperature"] is JsonValue temperature && temperature.TryGetValue(out double t)
                && record["top_p"] is JsonValue topP && topP.TryGetValue(out double p)
                && Load(folder) == new GenerationOptions { DoSample = true, Temperature = t, TopP = p };
        }
        catch (InputException)
        {
            return false;
        }
    }

    /// <summary>Returns the checksum of the weights that the options were chosen for; null if they were not chosen on sprites.</summary>
    internal static string? WeightsChecksum(RunFolder folder) => RecordOf(folder)?[Weights] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static JsonObject? RecordOf(RunFolder folder) => ReadObject(folder)?[Record] as JsonObject;

    /// <summary>Reads the file; null if it does not exist or is not a JSON object.</summary>
    private static JsonObject? ReadObject(RunFolder folder)
    {
        string path = folder.GenerationConfig;
        if (!File.Exists(path)) return null;
        try
        {
            return JsonNode.Parse(InputFile.ReadAllText(path, MaxFileBytes, "a generation configuration"), documentOptions: InputJson.Strict) as JsonObject;
        }
        catch (Exception e) when (InputJson.IsFault(e))
        {
            return null;
        }
    }

    private static string ReadText(RunFolder folder) => InputFile.ReadAllText(folder.GenerationConfig, MaxFileBytes, "a generation configuration");

    /// <summary>Reads the content of a file.</summary>
    /// <param name="text">The content.</param>
    /// <param name="path">Name used in error messages.</param>
    /// <exception cref="InputException">The text is not JSON or has an invalid value.</exception>
    internal static GenerationOptions Parse(string text, string path) => InputJson.Read(path, () => InputException.Within(path, () => Parse(text)));

    private static GenerationOptions Parse(string text)
    {
        JsonObject json = JsonNode.Parse(text, documentOptions: InputJson.Strict) as JsonObject ?? throw new InputException("expected a JSON object, such as {\"do_sample\": true, \"temperature\": 0.9}");
        var options = new GenerationOptions
        {
            DoSample = Read("do_sample", false, "true or false"),
            Temperature = Read("temperature", 1.0, "a number"),
            TopK = Read("top_k", 0, "a whole number"),
            TopP = Read("top_p", 1.0, "a number"),
            TypicalP = Read("typical_p", 1.0, "a number"),
            MinP = Read("min_p", 0.0, "a number"),
            RepetitionPenalty = Read("repetition_penalty", 1.0, "a number"),
        };
        options.Validate();
        return options;

        T Read<T>(string key, T defaultValue, string expected)
        {
            if (json[key] is not { } node) return defaultValue;
            return node is JsonValue scalar && scalar.TryGetValue(out T? value) ? value : throw new InputException($"'{key}' must be {expected} (got {Excerpt.Of(node.ToJsonString())})");
        }
    }
}
