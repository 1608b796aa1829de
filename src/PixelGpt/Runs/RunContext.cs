using PixelGpt.Data;
using PixelGpt.Models;
using PixelGpt.Processes;
using PixelGpt.Training;
using PixelGpt.Training.Distillation;

namespace PixelGpt.Runs;

/// <summary>The parts of a run that its trainer and its saver share.</summary>
/// <param name="Folder">The run folder.</param>
/// <param name="Record">The recipe, data set and versions.</param>
/// <param name="Model">The model in training.</param>
/// <param name="Data">The data set.</param>
/// <param name="Metrics">The metrics of the finished epochs.</param>
/// <param name="Teacher">The teacher of a distilled run; null for other runs.</param>
/// <param name="Extensions">The parts of training that a program supplies; null for none.</param>
/// <param name="Group">The processes that train together; null for this process only.</param>
/// <param name="Device">The device that trains and completes; null for the processor.</param>
internal sealed record RunContext(RunFolder Folder, TrainingRecord Record, PixelModel Model, SpriteDataset Data, MetricsLog Metrics, Teacher? Teacher = null, TrainingExtensions? Extensions = null, IProcessGroup? Group = null, ComputeDevice? Device = null)
{
    /// <summary>The recipe, data set and versions. They change once, when a run is resumed with other values.</summary>
    public TrainingRecord Record { get; set; } = Record;
}
