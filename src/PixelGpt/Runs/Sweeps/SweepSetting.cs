using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using PixelGpt.Models;
using PixelGpt.Training;

namespace PixelGpt.Runs.Sweeps;

/// <summary>One combination of the values that a sweep tries, with the recipe and the model that follow from it.</summary>
internal sealed record SweepSetting
{
    /// <summary>The values; empty if the sweep has only seeds.</summary>
    public required IReadOnlyList<SweepValue> Values { get; init; }

    /// <summary>The values as options of <c>pixelgpt train</c>.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The recipe; each trial replaces its seed.</summary>
    public required TrainingRecipe Recipe { get; init; }

    /// <summary>The <c>config.json</c> of the model.</summary>
    public required JsonObject Model { get; init; }

    /// <summary>The values in one line, for people.</summary>
    [JsonIgnore]
    public string Label => Values.Count == 0 ? "all options as given" : string.Join(' ', Values);

    /// <summary>Reads the configuration of the model.</summary>
    /// <exception cref="InputException">The configuration is invalid.</exception>
    public ModelConfig LoadModel() => ModelConfig.Parse(Model.ToJsonString(), Label);
}
