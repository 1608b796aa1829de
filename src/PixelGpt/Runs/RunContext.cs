using PixelGpt.Data;
using PixelGpt.Models;
using PixelGpt.Training.Distillation;

namespace PixelGpt.Runs;

/// <summary>The parts of a run that its trainer and its saver share.</summary>
/// <param name="Folder">The run folder.</param>
/// <param name="Record">The recipe, data set and versions.</param>
/// <param name="Model">The model in training.</param>
/// <param name="Data">The data set.</param>
/// <param name="Metrics">The metrics of the finished epochs.</param>
/// <param name="Teacher">The teacher of a distilled run; null for other runs.</param>
internal sealed record RunContext(RunFolder Folder, TrainingRecord Record, PixelModel Model, SpriteDataset Data, MetricsLog Metrics, Teacher? Teacher = null)
{
    /// <summary>The recipe, data set and versions.</summary>
    public TrainingRecord Record { get; set; } = Record;
}
