using System.Text.Json;
using System.Text.Json.Nodes;
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

    /// <summary>Writes the default sampling of a model.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="FailureException">The file could not be written.</exception>
    internal static void Save(RunFolder folder, GenerationOptions options) => Save(folder, new JsonObject
    {
        ["do_sample"] = options.DoSample,
        ["min_p"] = options.MinP,
        ["repetition_penalty"] = options.RepetitionPenalty,
        ["temperature"] = options.Temperature,
        ["top_k"] = options.TopK,
        ["top_p"] = options.TopP,
        ["typical_p"] = options.TypicalP,
    });

    /// <summary>Writes the content of the file.</summary>
    internal static void Save(RunFolder folder, JsonObject content) => AtomicFile.WriteAllText(folder.GenerationConfig, content.ToJsonString(Indented) + "\n");

    private static string ReadText(RunFolder folder) => InputFile.ReadAllText(folder.GenerationConfig, MaxFileBytes, "a generation configuration");

    private static GenerationOptions Parse(string text, string path) => InputJson.Read(path, () => InputException.Within(path, () => Parse(text)));

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
