using PixelGpt;
using PixelGpt.Data;
using PixelGpt.Data.Sources;
using PixelGpt.Runs;

namespace OwnIdeas.Tests;

public sealed class OwnSourceTests : IDisposable
{
    private readonly Stripes _stripes = new();

    public void Dispose() => _stripes.Dispose();

    [Fact]
    public async Task A_run_loads_its_data_again_by_name()
    {
        _stripes.Train("run", Stripes.Config("gpt2"), Stripes.Recipe with { Epochs = 1 });
        SpriteDataset again = await TrainingRecord.Load(_stripes.Folder("run").Record).Data.LoadAsync([new OwnSource.Provider()]);
        Assert.Equal((24, 3, 3), (again["train"].Count, again["dev"].Count, again["test"].Count));
        Assert.Equal(Stripes.Data.Checksum(), again.Checksum());
    }

    [Fact]
    public async Task Loading_reports_progress_and_can_be_cancelled()
    {
        ISpriteSource source = SpriteSources.Resolve("stripes:5", new SourceOptions(), providers: [new OwnSource.Provider()]);
        var progress = new Last();
        await source.LoadAsync(progress);
        Assert.Equal(new SourceProgress("drawing stripes", 5, 5), progress.Value);
        await Assert.ThrowsAsync<OperationCanceledException>(() => source.LoadAsync(cancellationToken: new CancellationToken(canceled: true)));
    }

    [Theory]
    [InlineData("stripes:2")]
    [InlineData("stripes:many")]
    public void A_wrong_name_is_an_error(string name) =>
        Assert.Contains("expected (got", Assert.Throws<InputException>(() => SpriteSources.Resolve(name, new SourceOptions(), providers: [new OwnSource.Provider()])).Message, StringComparison.Ordinal);

    private sealed class Last : IProgress<SourceProgress>
    {
        public SourceProgress Value { get; private set; }

        public void Report(SourceProgress value) => Value = value;
    }
}
