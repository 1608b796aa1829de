using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using PixelGpt.Data;
using PixelGpt.IO;
using PixelGpt.Training;

namespace PixelGpt.Runs;

/// <summary>What a run was made of: <c>training.json</c>.</summary>
public sealed record TrainingRecord
{
    private const int MaxFileBytes = 1 << 20;

    /// <summary>How it was trained.</summary>
    public required TrainingRecipe Recipe { get; init; }

    /// <summary>How its data were named.</summary>
    public required DataReference Data { get; init; }

    /// <summary>What its data were.</summary>
    public required DataDescription Dataset { get; init; }

    /// <summary>The seed, which the recipe holds too.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Threads it began with; they change no result.</summary>
    public required int Threads { get; init; }

    /// <summary>Trained numbers of the model.</summary>
    public required long Parameters { get; init; }

    /// <summary>What it ran on.</summary>
    public required RunVersions Versions { get; init; }

    /// <summary>Reads the file.</summary>
    /// <exception cref="InputException">It is missing or damaged.</exception>
    public static TrainingRecord Load(string path)
    {
        if (!File.Exists(path)) throw Missing(path);
        string text = InputFile.ReadAllText(path, MaxFileBytes, "a run's record");
        TrainingRecord record = InputJson.Read(path, () => JsonSerializer.Deserialize(text, RunJson.Default.TrainingRecord)) ?? throw new InputException($"{path}: it is empty");
        record.Check(path);
        return record;
    }

    private void Check(string path)
    {
        _ = InputException.Within(path, Recipe.Validate);
        if (Dataset.Checksum.Length != 2 * SHA256.HashSizeInBytes || !Dataset.Checksum.All(char.IsAsciiHexDigitLower)) throw new InputException($"{path}: 'checksum' is '{Excerpt.Of(Dataset.Checksum)}', no SHA-256 in hexadecimal");
    }

    /// <summary>What is said when there is no such file.</summary>
    internal static InputException Missing(string path) => new($"{path}: no such file; is this the folder of a run?");

    /// <summary>Writes the file.</summary>
    public void Save(string path) => AtomicFile.WriteAllText(path, JsonSerializer.Serialize(this, RunJson.Default.TrainingRecord) + "\n");
}

/// <summary>What a data set was: enough to recognise it.</summary>
public sealed record DataDescription
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 over palette, size, splits and pixels.</summary>
    public required string Checksum { get; init; }

    /// <summary>Pixels a row.</summary>
    public required int Width { get; init; }

    /// <summary>Rows.</summary>
    public required int Height { get; init; }

    /// <summary>Colours of the palette.</summary>
    public required int Colors { get; init; }

    /// <summary>Sprites a split.</summary>
    public required IReadOnlyDictionary<string, int> Splits { get; init; }

    /// <summary>Describes a data set.</summary>
    public static DataDescription Of(SpriteDataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new DataDescription
        {
            Name = data.Name,
            Checksum = data.Checksum(),
            Width = data.Width,
            Height = data.Height,
            Colors = data.Palette.Count,
            Splits = data.Splits.ToDictionary(s => s.Key, s => s.Value.Count),
        };
    }
}

/// <summary>Versions that a result may depend on.</summary>
public sealed record RunVersions
{
    /// <summary>PixelGpt's.</summary>
    public required string Pixelgpt { get; init; }

    /// <summary>.NET's.</summary>
    public required string Dotnet { get; init; }

    /// <summary>The operating system's.</summary>
    public required string Os { get; init; }

    /// <summary>The kernels in use: bits may differ between them.</summary>
    public required string Kernels { get; init; }

    /// <summary>Those of this process.</summary>
    public static RunVersions Current => new()
    {
        Pixelgpt = typeof(RunVersions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown",
        Dotnet = RuntimeInformation.FrameworkDescription,
        Os = RuntimeInformation.OSDescription + " " + RuntimeInformation.OSArchitecture,
        Kernels = Numerics.Kernels.Best.Name,
    };
}
