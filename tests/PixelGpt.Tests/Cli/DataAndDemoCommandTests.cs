using PixelGpt.Imaging;

namespace PixelGpt.Tests.Cli;

public sealed class DataAndDemoCommandTests : IDisposable
{
    private readonly CliFixture _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Info_says_what_there_is()
    {
        CliResult result = await CliFixture.RunAsync("data", "info", _bench.Data, "--size", "6x5", "--splits", "24,8,8", "--json");
        Assert.Equal(["name", "width", "height", "colors", "colors_used", "splits", "whole_sprites", "background_share", "colors_per_sprite", "checksum"], result.Json.Select(p => p.Key));
        Assert.Equal((6, 5, 11, 40, 5.0), ((int)result.Json["width"]!, (int)result.Json["height"]!, (int)result.Json["colors"]!, (int)result.Json["whole_sprites"]!, (double)result.Json["colors_per_sprite"]!));
        Assert.Equal("""{"train":24,"dev":8,"test":8}""", result.Json["splits"]!.ToJsonString());
        CliResult people = await CliFixture.RunAsync("data", "info", _bench.Data, "--size", "6x5", "--splits", "24,8,8");
        Assert.Contains("40 of 6×5 pixels", people.Out);
        Assert.Contains((string)result.Json["checksum"]!, people.Out);
    }

    [Fact]
    public async Task Preview_draws_a_sheet()
    {
        string[] data = ["data", "preview", _bench.Data, "--size", "6x5", "--splits", "24,8,8", "--out", _bench["sheet.png"]];
        CliResult result = await CliFixture.RunAsync([.. data, "--split", "dev", "--skip", "3", "--json"]);
        Assert.Equal((_bench["sheet.png"], 5), ((string)result.Json["file"]!, (int)result.Json["sprites"]!));
        Assert.NotEqual(0, PngReader.Read(_bench["sheet.png"]).Width);
        Assert.Contains("--skip 9", await CliFixture.RefusedAsync([.. data, "--split", "dev", "--skip", "9"]));
        Assert.Contains("skip is -1", await CliFixture.RefusedAsync([.. data, "--skip", "-1"]));
        Assert.Contains("train, dev, test", await CliFixture.RefusedAsync([.. data, "--split", "all"]));
    }

    [Fact]
    public async Task A_damaged_line_is_told_with_its_file_and_number()
    {
        File.AppendAllText(Path.Combine(_bench.Data, "pixel_color.txt"), "1 2 x\n");
        Assert.Contains("pixel_color.txt:41: 'x'", await CliFixture.RefusedAsync("data", "info", _bench.Data, "--size", "6x5"));
    }

    [Fact]
    public async Task The_demo_trains_finishes_and_scores()
    {
        string[] demo = ["demo", .. _bench.Source, "--epochs", "1", "--out", _bench["demo"]];
        CliResult result = await CliFixture.RunAsync([.. demo, "--json"]);
        Assert.True(result.Code == 0, result.Error);
        Assert.Equal(["run", "evaluation", "files"], result.Json.Select(p => p.Key));
        Assert.Equal(2, result.Json["evaluation"]!["splits"]!.AsArray().Count);
        Assert.All(result.Json["files"]!.AsArray(), f => Assert.True(File.Exists((string)f!)));
        foreach (string file in (string[])["model.safetensors", "evaluation.json", "reconstructed_results.txt", "side_by_side.png"]) Assert.True(File.Exists(Path.Combine(_bench["demo"], file)), file);
        Assert.Contains("--resume", await CliFixture.RefusedAsync(demo));
    }

    [Fact]
    public async Task The_demo_tells_people_where_the_pictures_are_and_what_next()
    {
        CliResult result = await CliFixture.RunAsync(["demo", .. _bench.Source, "--epochs", "1", "--out", _bench["demo"], "--quiet"]);
        Assert.Contains(Path.Combine(_bench["demo"], "side_by_side.png"), result.Out);
        Assert.Contains($"pixelgpt complete {_bench["demo"]} IMAGE.png", result.Out);
    }
}
