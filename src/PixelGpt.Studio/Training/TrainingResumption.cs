using Microsoft.Extensions.Hosting;

namespace PixelGpt.Studio.Training;

/// <summary>Resumes the runs that were being trained or waited when the studio ended.</summary>
internal sealed class TrainingResumption(TrainingQueue queue) : BackgroundService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => queue.ResumeEndedAsync(stoppingToken);
}
