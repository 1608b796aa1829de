namespace PixelGpt.Tests.Cli;

public sealed class DataExportCommandTests : IDisposable
{
    private readonly CliFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_exported_data_set_is_the_same_and_can_be_trained_on(bool isParquet)
    {
        string[] source = [_fixture.Data, "--size", "6x5", "--splits", "24,8,8"];
        CliResult exported = await CliFixture.RunAsync(["data", "export", .. source, "--out", _fixture["out"], .. isParquet ? ["--parquet"] : (string[])[], "--json"]);
        Assert.True(exported.Code == 0, exported.Error);
        CliResult info = await CliFixture.RunAsync("data", "info", _fixture["out"], "--json");
        Assert.Equal((string)exported.Json["checksum"]!, (string)info.Json["checksum"]!);
        Assert.Equal("""{"train":24,"dev":8,"test":8}""", info.Json["splits"]!.ToJsonString());
        Assert.All(exported.Json["files_written"]!.AsArray(), file => Assert.True(File.Exists((string)file!)));

        CliResult trained = await CliFixture.RunAsync("train", "--data", _fixture["out"], "--config", _fixture["config.json"], "--epochs", "1", "--batch", "6", "--out", _fixture["run"]);
        Assert.True(trained.Code == 0, trained.Error);
        Assert.Contains("out: 24 train, 8 dev, 8 test pictures", await File.ReadAllTextAsync(Path.Combine(_fixture["run"], "README.md")));
        CliResult evaluated = await CliFixture.RunAsync("evaluate", _fixture["run"], "--no-fid", "--samples", "0");
        Assert.True(evaluated.Code == 0, evaluated.Error);
        Assert.Contains("| test | 8 | greedy: accuracy |", await File.ReadAllTextAsync(Path.Combine(_fixture["run"], "README.md")));

        File.AppendAllText(Path.Combine(_fixture["run"], "README.md"), "my text\n");
        CliResult again = await CliFixture.RunAsync("calibrate", _fixture["run"]);
        Assert.Contains("README.md was written or edited by you and is not updated", again.Out);
    }

    [Fact]
    public async Task The_note_on_splits_is_printed_and_the_options_are_stored_with_the_run()
    {
        Assert.Equal(0, (await CliFixture.RunAsync("data", "export", _fixture.Data, "--size", "6x5", "--splits", "40,0,0", "--parquet", "--out", _fixture["all"])).Code);
        string file = Path.Combine(_fixture["all"], "data", "train-00000-of-00001.parquet"), colormap = Path.Combine(_fixture["all"], "colormap.txt");
        CliResult trained = await CliFixture.RunAsync("train", "--data", file, "--colormap", colormap, "--column", "pixel_color", "--splits", "0.5,0.25,0.25", "--config", _fixture["config.json"], "--epochs", "1", "--out", _fixture["run"]);
        Assert.True(trained.Code == 0, trained.Error);
        Assert.Contains("note     the data set has only the split train; its 40 rows are divided into 20 train, 10 dev and 10 test sprites (see --splits)", trained.Out);
        Assert.Equal(0, (await CliFixture.RunAsync("evaluate", _fixture["run"], "--no-fid", "--samples", "0", "--split", "dev")).Code);
        Assert.Contains("--config-name and --column are only for", await CliFixture.RefusedAsync("data", "info", _fixture.Data, "--column", "x"));
        Assert.Contains("the folder is not empty", await CliFixture.RefusedAsync("data", "export", _fixture.Data, "--size", "6x5", "--parquet", "--out", _fixture["all"]));
    }
}
