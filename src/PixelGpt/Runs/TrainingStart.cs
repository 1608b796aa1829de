using PixelGpt.Training;

namespace PixelGpt.Runs;

/// <summary>What the root of a group sends to the other processes before they train together; weights and moments follow.</summary>
/// <param name="Config">The content of <c>config.json</c>.</param>
/// <param name="Record">The recipe, data set and versions.</param>
/// <param name="State">The progress of training.</param>
internal sealed record TrainingStart(string Config, TrainingRecord Record, TrainingState State);
