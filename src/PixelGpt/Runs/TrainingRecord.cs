using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using PixelGpt.IO;
using PixelGpt.Training;

namespace PixelGpt.Runs;

/// <summary>The recipe, data set and versions of a run: <c>training.json</c>.</summary>
public sealed record TrainingRecord
{
    private const int MaxFileBytes = 1 << 20;

    /// <summary>The recipe.</summary>
    public required TrainingRecipe Recipe { get; init; }

    /// <summary>The options that name the data set.</summary>
    public required DataReference Data { get; init; }

    /// <summary>The description of the data set.</summary>
    public required DataDescription Dataset { get; init; }

    /// <summary>The teacher of a distilled run; null for other runs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TeacherReference? Teacher { get; init; }

    /// <summary>The model whose weights the run started from; null if they were initialised at random.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BaseModelReference? BaseModel { get; init; }

    /// <summary>The names of the loss and the augmentations that a program supplied; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ExtensionNames? Extensions { get; init; }

    /// <summary>The values of the recipe that were changed when the run was resumed, oldest first; null if none were. <see cref="Recipe"/> has the current ones.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<EarlierValues>? Earlier { get; init; }

    /// <summary>The mean NLL per dev pixel, in nats, of a guess by how often each colour occurs in the training sprites, to compare the dev loss with; null for runs of earlier versions.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? FrequencyNll { get; init; }

    /// <summary>The folder with the TensorBoard events of this run and others, as a full path; null if the run writes none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TensorBoard { get; init; }

    /// <summary>The device that trains the model, such as <c>cuda:0</c>; null for the processor. When a run is resumed on another device, it is replaced.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Device { get; init; }

    /// <summary>The option that resumes the run on its device, with a space before it; empty for the processor.</summary>
    [JsonIgnore]
    internal string DeviceOption => Device is null ? "" : $" --device {Device}";

    /// <summary>The random seed, the same as in the recipe.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The number of threads at the start of the run; results do not depend on it.</summary>
    public required int Threads { get; init; }

    /// <summary>The parameter count of the model.</summary>
    public required long Parameters { get; init; }

    /// <summary>The software versions at the start of the run.</summary>
    public required RunVersions Versions { get; init; }

    /// <summary>Reads <c>training.json</c>.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The record.</returns>
    /// <exception cref="InputException">The file is missing or damaged.</exception>
    public static TrainingRecord Load(string path)
    {
        if (!File.Exists(path)) throw Missing(path);
        string text = InputFile.ReadAllText(path, MaxFileBytes, "a run's record");
        TrainingRecord record = InputJson.Read(path, () => LegacyNames.Deserialize(path, text, RunJson.Default.TrainingRecord)) ?? throw new InputException($"{path}: the file is empty");
        record.Check(path);
        return record;
    }

    private void Check(string path)
    {
        _ = InputException.Within(path, Recipe.Validate);
        if (Teacher is { Weight: not (> 0 and <= 1) and var weight }) throw new InputException(FormattableString.Invariant($"{path}: 'weight' of the teacher must be greater than 0 and at most 1 (got {weight})"));
        if (Earlier?.Contains(null!) == true) throw new InputException($"{path}: 'earlier' must not contain null");
        if (Dataset.Checksum.Length != 2 * SHA256.HashSizeInBytes || !Dataset.Checksum.All(char.IsAsciiHexDigitLower))
            throw new InputException($"{path}: 'checksum' must be a SHA-256 in lower-case hexadecimal (got '{Excerpt.Of(Dataset.Checksum)}')");
    }

    /// <summary>Creates the exception for a missing <c>training.json</c>.</summary>
    internal static InputException Missing(string path) => new($"{path}: no such file; is this a run folder?");

    /// <summary>Writes <c>training.json</c>.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FailureException">The file could not be written.</exception>
    public void Save(string path) => AtomicFile.WriteAllText(path, JsonSerializer.Serialize(this, RunJson.Default.TrainingRecord) + "\n");
}
