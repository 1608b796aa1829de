namespace PixelGpt.Runs.Sweeps;

/// <summary>One training run of a sweep: a setting with a seed.</summary>
/// <param name="Index">The index in the plan, from 0.</param>
/// <param name="Setting">The index of the setting, from 0.</param>
/// <param name="Seed">The random seed.</param>
/// <param name="Name">The name of the run folder in the folder of the sweep.</param>
internal sealed record SweepTrial(int Index, int Setting, ulong Seed, string Name);
