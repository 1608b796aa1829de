using PixelGpt.Formats.TensorBoard;
using PixelGpt.Imaging;
using PixelGpt.Training;

namespace PixelGpt.Runs.TensorBoard;

/// <summary>
/// Writes the epochs of a run to an event file and forwards all events of the run to another listener. The file has each epoch once: epochs that are
/// trained again after a crash are removed, and those that are missing are added from the metrics. A failed write is reported and does not stop training.
/// </summary>
internal sealed class TensorBoardLog : IRunListener, IDisposable
{
    private readonly TrainingRun _run;
    private readonly IRunListener _listener;
    private readonly string _folder;
    private readonly PreviewSheet _previews;
    private EventFile? _file;

    /// <summary>Creates a log and writes the epochs that are already finished.</summary>
    /// <param name="run">The run.</param>
    /// <param name="directory">The folder for the events of all runs.</param>
    /// <param name="threads">Number of threads to draw pictures with.</param>
    /// <param name="listener">Receives all events, after they are written.</param>
    public TensorBoardLog(TrainingRun run, string directory, int threads, IRunListener listener)
    {
        _run = run;
        _listener = listener;
        _folder = TensorBoardFolder.Of(directory, run.Folder);
        _previews = new PreviewSheet(run, threads);
        TryWrite(() => CatchUp(run.State.Epoch));
    }

    /// <inheritdoc/>
    public void StepDone(in StepReport report) => _listener.StepDone(report);

    /// <inheritdoc/>
    public void StepSkipped(BadStep bad) => _listener.StepSkipped(bad);

    /// <inheritdoc/>
    public void EpochDone(EpochMetrics metrics, bool isBest)
    {
        TryWrite(() => Write(CatchUp(metrics.Epoch - 1), metrics, _previews.Draw(metrics.Epoch)));
        _listener.EpochDone(metrics, isBest);
    }

    /// <inheritdoc/>
    public void CheckpointSaved(TrainingState state) => _listener.CheckpointSaved(state);

    /// <inheritdoc/>
    public void SaveFailed(string message, TimeSpan retryAfter) => _listener.SaveFailed(message, retryAfter);

    /// <inheritdoc/>
    public void SaveRecovered() => _listener.SaveRecovered();

    /// <inheritdoc/>
    public void LogFailed(string message) => _listener.LogFailed(message);

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        _previews.Dispose();
    }

    /// <summary>Opens the file if necessary, and writes the epochs up to the given one that it lacks.</summary>
    private EventFile CatchUp(int epoch)
    {
        EventFile file = _file ??= EventFile.Open(_folder, epoch, DateTimeOffset.UtcNow);
        foreach (EpochMetrics missing in _run.Epochs.Where(m => m.Epoch > file.LastStep && m.Epoch <= epoch)) Write(file, missing, null);
        return file;
    }

    private void Write(EventFile file, EpochMetrics metrics, PixelImage? picture)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        var summary = new EventSummary();
        if (file.LastStep == 0)
        {
            IReadOnlyList<(string Name, object Value)> parameters = RunParameters.Of(_run);
            summary.AddParameters(parameters, now).Text("hyperparameters", RunParameters.ToMarkdown(parameters));
        }

        summary.Scalar("loss/train", metrics.Loss);
        if (metrics.DevLoss is { } loss) summary.Scalar("loss/dev", loss);
        if (metrics.Accuracy is { } accuracy) summary.Scalar("accuracy/dev", accuracy);
        summary.Scalar("optimizer/learning_rate", metrics.LearningRate);
        if (metrics.GradNorm is { } norm) summary.Scalar("optimizer/gradient_norm", norm);
        summary.Scalar("optimizer/skipped_steps", metrics.SkippedSteps);
        summary.Scalar("speed/pixels_per_second", metrics.TokensPerSecond).Scalar("speed/train_seconds", metrics.TrainSeconds).Scalar("speed/eval_seconds", metrics.EvalSeconds);
        if (picture is not null) summary.Image("completions", picture.Width, picture.Height, PngWriter.ToBytes(picture));
        file.Append(now, metrics.Epoch, summary);
    }

    private void TryWrite(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FailureException)
        {
            // The file is opened again for the next epoch, which also repairs a record of which only a part was written.
            _file?.Dispose();
            _file = null;
            _listener.LogFailed($"{_folder}: the events for TensorBoard could not be written: {e.Message}");
        }
    }
}
