using PixelGpt.Runs;

namespace OwnIdeas.Tests;

public sealed class OwnCallbackTests : IDisposable
{
    private readonly Stripes _stripes = new();

    public void Dispose() => _stripes.Dispose();

    [Fact]
    public void It_stops_training_and_the_run_can_be_resumed()
    {
        using var stop = new CancellationTokenSource();
        using var log = new StringWriter();
        using (TrainingRun run = TrainingRun.Create(_stripes.Folder("run"), Stripes.Config("gpt2"), Stripes.Reference, Stripes.Data, Stripes.Recipe with { Epochs = 40 }, threads: 2))
        {
            Assert.False(run.Train(new OwnCallback(enough: 1, stop, log), stop.Token));
            Assert.InRange(run.State.Epoch, 0, 39);
            Assert.EndsWith($"checkpoint at step {run.State.Step}\n", log.ToString().ReplaceLineEndings("\n"), StringComparison.Ordinal);
        }

        using TrainingRun resumed = TrainingRun.Resume(_stripes.Folder("run"), Stripes.Reference, Stripes.Data, epochs: null, threads: 2);
        Assert.True(resumed.State.Step > 0);
    }

    [Fact]
    public void It_hears_of_every_epoch_and_checkpoint()
    {
        using var stop = new CancellationTokenSource();
        using var log = new StringWriter();
        using TrainingRun run = TrainingRun.Create(_stripes.Folder("run"), Stripes.Config("gpt2"), Stripes.Reference, Stripes.Data, Stripes.Recipe, threads: 2);
        Assert.True(run.Train(new OwnCallback(enough: 0, stop, log), stop.Token));
        string[] lines = log.ToString().ReplaceLineEndings("\n").TrimEnd().Split('\n');
        Assert.Equal(["checkpoint at step 6", "epoch 1", "checkpoint at step 12", "epoch 2"], lines.Select(l => l.Split(':')[0]));
        Assert.EndsWith(", the best so far", lines[^1], StringComparison.Ordinal);
    }
}
