using System.Text.Json.Serialization;
using PixelGpt.Data;

namespace PixelGpt.Runs.Sweeps;

/// <summary>One training run of a sweep: a setting with a seed and, in a cross-validation, a fold.</summary>
/// <param name="Index">The index in the plan, from 0.</param>
/// <param name="Setting">The index of the setting, from 0.</param>
/// <param name="Seed">The random seed.</param>
/// <param name="Name">The name of the run folder in the folder of the sweep.</param>
/// <param name="Fold">The fold that is held out; null for the splits of the data set.</param>
internal sealed record SweepTrial(int Index, int Setting, ulong Seed, string Name, Fold? Fold)
{
    /// <summary>The seed and the fold, for people.</summary>
    [JsonIgnore]
    public string Label => Fold is null ? $"seed {Seed}" : $"seed {Seed} fold {Fold.Number}/{Fold.Count}";
}
