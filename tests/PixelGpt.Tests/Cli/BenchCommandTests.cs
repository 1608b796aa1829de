using System.Text.Json.Nodes;

namespace PixelGpt.Tests.Cli;

/// <summary>Tests of <c>pixelgpt bench</c>.</summary>
public sealed class BenchCommandTests : IDisposable
{
    private readonly CliFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task The_JSON_object_has_every_figure()
    {
        CliResult result = await RunAsync("--json", "--threads", "2");
        Assert.True(result.Code == 0, result.Error);
        foreach (string path in (string[])["peak_gflops", "train.seconds_per_epoch", "complete_one.milliseconds", "complete_one.first_pixel_milliseconds", "complete_batch.seconds", "peak_megabytes"])
            Assert.True(Number(result.Json, path) > 0, path);
        foreach (string path in (string[])["train.share_of_peak", "complete_one.share_of_peak", "complete_batch.share_of_peak"])
            Assert.InRange(Number(result.Json, path), double.Epsilon, 1);
        Assert.Equal(24, Number(result.Json, "data.train"));
        Assert.Contains("training", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_text_output_is_a_table()
    {
        CliResult result = await RunAsync("--quiet", "--threads", "1");
        Assert.True(result.Code == 0, result.Error);
        foreach (string row in (string[])["peak, GFLOP/s", "training, s per epoch", "one picture on one thread", "80 pictures at once", "peak resident memory"])
            Assert.Contains(row, result.Out, StringComparison.Ordinal);
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task A_model_that_does_not_fit_the_data_is_refused()
    {
        string config = _fixture.Write("small.json", """{"model_type": "gpt2", "n_embd": 16, "n_layer": 1, "n_head": 2, "n_positions": 7}""");
        Assert.Contains("positions", await CliFixture.RefusedAsync(["bench", .. _fixture.Source, "--config", config, "--quick"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancellation_stops_the_benchmark()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        CliResult result = await CliFixture.RunAsync(stop.Token, ["bench", .. _fixture.Source, "--config", _fixture["config.json"]]);
        Assert.Equal(130, result.Code);
    }

    private Task<CliResult> RunAsync(params string[] more) =>
        CliFixture.RunAsync(["bench", .. _fixture.Source, "--config", _fixture["config.json"], "--quick", .. more]);

    private static double Number(JsonObject json, string path) =>
        path.Split('.').Aggregate((JsonNode)json, (node, key) => node[key] ?? throw new KeyNotFoundException(path)).GetValue<double>();
}
