using System.Text.Json.Serialization;

namespace PixelGpt.Runs.Sweeps;

/// <summary>The score of a setting over its seeds, from the latest result of each trial.</summary>
internal sealed record SettingScore
{
    /// <summary>The index of the setting, from 0.</summary>
    public required int Setting { get; init; }

    /// <summary>The values of the setting.</summary>
    public required string Label { get; init; }

    /// <summary>The state.</summary>
    public required SettingState State { get; init; }

    /// <summary>The last rung that the setting has reached, from 0.</summary>
    public required int Rung { get; init; }

    /// <summary>The smallest number of finished epochs of its trials that have not failed.</summary>
    public required int Epochs { get; init; }

    /// <summary>The mean dev loss; null if there is no score yet.</summary>
    public required double? DevLoss { get; init; }

    /// <summary>The lowest dev loss.</summary>
    public required double? Lowest { get; init; }

    /// <summary>The highest dev loss.</summary>
    public required double? Highest { get; init; }

    /// <summary>The number of trials with a score.</summary>
    public required int Scored { get; init; }

    /// <summary>The number of failed trials.</summary>
    public required int Failed { get; init; }

    /// <summary>The order of scores: settings without failed trials first, then those with the lowest mean, then the first of the plan.</summary>
    [JsonIgnore]
    public (bool, double, int) Order => (Failed > 0, DevLoss ?? double.PositiveInfinity, Setting);
}
