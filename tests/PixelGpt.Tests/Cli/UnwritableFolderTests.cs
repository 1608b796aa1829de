namespace PixelGpt.Tests.Cli;

/// <summary>Tests that results are not lost if the output folder cannot be written to.</summary>
public sealed class UnwritableFolderTests(TrainedRunFixture trained) : IClassFixture<TrainedRunFixture>, IDisposable
{
    private readonly CliFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("evaluate")]
    [InlineData("complete")]
    [InlineData("generate", "-n", "1", "--size", "6x5")]
    public async Task The_folder_is_checked_before_the_work(string command, params string[] options)
    {
        // Not even root can create a folder below a file.
        string folder = Path.Combine(_fixture.Write("file", ""), "sub", "folder");
        CliResult result = await CliFixture.RunAsync([command, trained.Run, "--out", folder, .. options]);
        Assert.Equal(1, result.Code);
        Assert.StartsWith($"error: {folder}: files cannot be written there: ", result.Error);
        Assert.EndsWith($"; give another folder with --out{Environment.NewLine}", result.Error);
        Assert.Empty(result.Out);
    }

    [Fact]
    public async Task The_check_leaves_no_files()
    {
        string folder = _fixture["new"];
        await CliFixture.RunAsync("complete", trained.Run, "--data", _fixture["absent"], "--out", folder);
        Assert.False(Directory.Exists(folder));
        Assert.DoesNotContain(Directory.GetFiles(_fixture.Path), path => path.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Figures_are_printed_even_if_they_cannot_be_saved_at_the_end()
    {
        string folder = _fixture["out"];
        Directory.CreateDirectory(Path.Combine(folder, "evaluation.json"));
        CliResult result = await CliFixture.RunAsync("evaluate", trained.Run, "--no-fid", "--out", folder);
        Assert.Equal(1, result.Code);
        Assert.Contains("evaluation.json: could not be written", result.Error);
        Assert.Contains("NLL per completed pixel", result.Out);
    }
}
