namespace PixelGpt.Runs.Sweeps;

/// <summary>A piece of work: a trial is trained, from where it is, to the end of a rung.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Rung">The rung, from 0.</param>
/// <param name="Epochs">The number of epochs at the end of the rung.</param>
internal sealed record SweepTask(SweepTrial Trial, int Rung, int Epochs);
