using System.Diagnostics;
using PixelGpt.Formats.TensorBoard;
using PixelGpt.Imaging;
using PixelGpt.Runs;
using PixelGpt.Runs.TensorBoard;
using PixelGpt.Tests.Formats.TensorBoard;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Training;

namespace PixelGpt.Tests.Runs.TensorBoard;

public sealed class TensorBoardLogTests : IDisposable
{
    private readonly RunFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    private string Logs => _fixture.Folder("logs").Path;

    [Fact]
    public void Each_epoch_has_the_values_of_metrics_jsonl_and_a_picture()
    {
        RunFolder run = Train("run", stopAfter: null);
        ReadEvent[] events = Events(run);
        Assert.Equal([0, 1, 2, 3], events.Select(e => e.Step));
        foreach ((ReadEvent read, EpochMetrics metrics) in events.Skip(1).Zip(MetricsLog.Load(run.Metrics).Epochs))
        {
            Dictionary<string, float> scalars = read.Values.Where(v => v.Scalar is not null).ToDictionary(v => v.Tag, v => v.Scalar!.Value);
            (string, double)[] expected =
            [
                ("accuracy/dev", metrics.Accuracy!.Value), ("loss/dev", metrics.DevLoss!.Value), ("loss/train", metrics.Loss),
                ("optimizer/gradient_norm", metrics.GradNorm!.Value), ("optimizer/learning_rate", metrics.LearningRate), ("optimizer/skipped_steps", 0),
                ("speed/eval_seconds", metrics.EvalSeconds), ("speed/pixels_per_second", metrics.TokensPerSecond), ("speed/train_seconds", metrics.TrainSeconds),
            ];
            Assert.Equal(expected.Select(e => (e.Item1, (float)e.Item2)), scalars.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => (s.Key, s.Value)));
            PixelImage picture = PngReader.Read(read.Values.Single(v => v.Tag == "completions").Image!, "picture");
            Assert.True(picture.Width > 6 * 3);
        }

        Assert.Equal(["hparams", "text"], events[1].Values.Select(v => v.Plugin).OfType<string>());
        Assert.Contains("| learning\\_rate | 0.01 |", events[1].Values.Single(v => v.Plugin == "text").Text);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    public void A_resumed_run_continues_the_series_without_duplicates(int stopAfter)
    {
        RunFolder run = Train("run", stopAfter);
        _fixture.Resume(run);
        Assert.Equal([0, 1, 2, 3], Events(run).Select(e => e.Step));
        Assert.Single(Directory.GetFiles(TensorBoardFolder.Of(Logs, run)));
    }

    [Fact]
    public void Epochs_that_the_file_lacks_are_added_and_those_that_are_trained_again_removed()
    {
        RunFolder run = Train("run", stopAfter: 9);
        string file = EventFile.Find(TensorBoardFolder.Of(Logs, run))!;
        File.Delete(file);
        using (var later = EventFile.Open(TensorBoardFolder.Of(Logs, run), 0, DateTimeOffset.UtcNow)) later.Append(DateTimeOffset.UtcNow, 3, new EventSummary().Scalar("loss/train", 99));
        _fixture.Resume(run);
        ReadEvent[] events = Events(run);
        Assert.Equal([0, 1, 2, 3], events.Select(e => e.Step));
        Assert.DoesNotContain(events, e => e.Values.Any(v => v.Scalar == 99));
    }

    [Fact]
    public void Events_of_another_run_are_not_mixed_with_those_of_this_one()
    {
        Train("run", stopAfter: null);
        using var other = TrainingRun.Create(new RunFolder(Path.Combine(_fixture.Folder("other").Path, "run")), TinyModels.Config(), RunFixture.Reference, _fixture.Data, RunFixture.Recipe, 1);
        Assert.Contains("has the TensorBoard events of another run", Assert.Throws<InputException>(() => other.LogToTensorBoard(Logs)).Message);
        Assert.Null(other.Record.TensorBoard);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_reported_and_does_not_stop_training()
    {
        File.WriteAllText(Logs, "a file");
        RunFolder folder = _fixture.Create("run");
        using var run = TrainingRun.Resume(folder, RunFixture.Reference, _fixture.Data, null, 1);
        run.LogToTensorBoard(Logs);
        var listener = new Failures();
        Assert.True(run.Train(listener));
        Assert.True(listener.Messages.Count >= 3);
        Assert.All(listener.Messages, m => Assert.Contains("the events for TensorBoard could not be written", m));
    }

    [Fact]
    public void The_program_still_receives_the_saved_checkpoints()
    {
        using var run = TrainingRun.Create(_fixture.Folder("run"), TinyModels.Config(), RunFixture.Reference, _fixture.Data, RunFixture.Recipe, 1);
        run.LogToTensorBoard(Logs);
        var listener = new Checkpoints();
        Assert.True(run.Train(listener));
        Assert.Equal([4L, 8, 12], listener.Steps.Distinct());
    }

    [TensorBoardFact]
    public async Task TensorBoard_reads_the_same_values()
    {
        RunFolder run = Train("run", stopAfter: 6);
        _fixture.Resume(run);
        const string script = """
            import sys
            from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
            events = EventAccumulator(sys.argv[1], size_guidance={"images": 0}); events.Reload()
            for scalar in events.Scalars("loss/dev"): print(scalar.step, repr(scalar.value))
            print(len(events.Images("completions")), sorted(events.Tags()["tensors"]))
            """;
        using Process process = ProgramProcess.Start(ExternalProgram.Require("python3"), ["-c", script, TensorBoardFolder.Of(Logs, run)]);
        string[] lines = (await ProgramProcess.EndAsync(process)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(MetricsLog.Load(run.Metrics).Epochs.Select(m => $"{m.Epoch}"), lines[..3].Select(l => l.Split(' ')[0]));
        Assert.StartsWith("3 ", lines[3]);
    }

    private RunFolder Train(string name, int? stopAfter)
    {
        RunFolder folder = _fixture.Folder(name);
        using var run = TrainingRun.Create(folder, TinyModels.Config(), RunFixture.Reference, _fixture.Data, RunFixture.Recipe, 2);
        run.LogToTensorBoard(Logs);
        RunFixture.Train(run, stopAfter);
        return folder;
    }

    private ReadEvent[] Events(RunFolder run) => [.. ReadEvents.Of(EventFile.Find(TensorBoardFolder.Of(Logs, run))!)];

    private sealed class Failures : IRunListener
    {
        public List<string> Messages { get; } = [];

        public void LogFailed(string message) => Messages.Add(message);

        public void StepDone(in StepReport report)
        {
        }

        public void EpochDone(EpochMetrics metrics, bool isBest)
        {
        }
    }

    private sealed class Checkpoints : IRunListener
    {
        public List<long> Steps { get; } = [];

        public void CheckpointSaved(TrainingState state) => Steps.Add(state.Step);

        public void StepDone(in StepReport report)
        {
        }

        public void EpochDone(EpochMetrics metrics, bool isBest)
        {
        }
    }
}
