using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Rendering;
using PixelGpt.Runs;

namespace PixelGpt.Tests.Cli;

/// <summary>Tests that a few pictures are enough for every step, from import to evaluation.</summary>
public sealed class SmallDataTests : IDisposable
{
    private readonly CliFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(1, "train", "train")]
    [InlineData(2, "train", "train")]
    [InlineData(5, "dev", "dev")]
    [InlineData(12, "test", "dev, test")]
    public async Task A_few_pictures_are_imported_trained_completed_and_evaluated(int count, string completed, string evaluated)
    {
        SpriteDataset creatures = await DataReference.Create("creatures").LoadAsync();
        foreach ((int i, Sprite sprite) in creatures["train"].Take(count).Index()) PngWriter.Write(Path.Combine(_fixture["pictures"], $"{i}.png"), SpriteImage.Render(sprite, creatures.Palette));
        string data = _fixture["few"], run = _fixture["run"];

        string imported = await OutputAsync("data", "import", _fixture["pictures"], "--out", data);
        Assert.Equal(completed != "test", imported.Contains($"no sprites are left for test: complete uses {completed} instead", StringComparison.Ordinal));
        await OutputAsync("train", "--data", data, "--preset", "tiny", "--epochs", "2", "--out", run);
        string text = await OutputAsync("complete", run);
        Assert.Equal(completed != "test", text.Contains($"the data set has no test sprites, so its {completed} split is completed", StringComparison.Ordinal));
        Assert.True(File.Exists(Path.Combine(completed == "test" ? run : Path.Combine(run, completed), "side_by_side.png")));
        string figures = await OutputAsync("evaluate", run, "--no-fid");
        Assert.Contains($"evaluating {evaluated}", figures);
        Assert.Equal(evaluated == "train", figures.Contains("neither dev nor test has complete sprites, so the train split is evaluated", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_empty_split_that_is_asked_for_is_refused_by_name()
    {
        _fixture.WriteData("small", Infrastructure.TinyModels.Dataset(8, 0, 0));
        string run = _fixture["run"];
        await OutputAsync("train", "--data", _fixture["small"], "--size", "6x5", "--splits", "8,0,0", "--config", _fixture["config.json"], "--epochs", "1", "--out", run);
        Assert.Contains("the split test has no sprites; select another one with --split", await CliFixture.RefusedAsync("complete", run, "--split", "test"));
    }

    private static async Task<string> OutputAsync(params string[] arguments)
    {
        CliResult result = await CliFixture.RunAsync(arguments);
        Assert.True(result.Code == 0, result.Error);
        return result.Out;
    }
}
