using PixelGpt.Imaging;

namespace PixelGpt.Tests.Cli;

public sealed class DataAndDemoCommandTests : IDisposable
{
    private readonly CliFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Info_shows_the_data_set()
    {
        CliResult result = await CliFixture.RunAsync("data", "info", _fixture.Data, "--size", "6x5", "--splits", "24,8,8", "--json");
        Assert.Equal(["name", "width", "height", "mixed_sizes", "colors", "colors_used", "splits", "whole_sprites", "background_share", "colors_per_sprite", "checksum"], result.Json.Select(p => p.Key));
        Assert.Equal((6, 5, 11, 40, 5.0), ((int)result.Json["width"]!, (int)result.Json["height"]!, (int)result.Json["colors"]!, (int)result.Json["whole_sprites"]!, (double)result.Json["colors_per_sprite"]!));
        Assert.Equal("""{"train":24,"dev":8,"test":8}""", result.Json["splits"]!.ToJsonString());
        CliResult text = await CliFixture.RunAsync("data", "info", _fixture.Data, "--size", "6x5", "--splits", "24,8,8");
        Assert.Contains("40 of 6×5 pixels", text.Out);
        Assert.Contains((string)result.Json["checksum"]!, text.Out);
    }

    [Fact]
    public async Task Preview_writes_a_contact_sheet()
    {
        string[] data = ["data", "preview", _fixture.Data, "--size", "6x5", "--splits", "24,8,8", "--out", _fixture["sheet.png"]];
        CliResult result = await CliFixture.RunAsync([.. data, "--split", "dev", "--skip", "3", "--json"]);
        Assert.Equal((_fixture["sheet.png"], 5), ((string)result.Json["file"]!, (int)result.Json["sprites"]!));
        Assert.NotEqual(0, PngReader.Read(_fixture["sheet.png"]).Width);
        Assert.Contains("--skip 9", await CliFixture.RefusedAsync([.. data, "--split", "dev", "--skip", "9"]));
        Assert.Contains("--skip must be at least 0 (got -1)", await CliFixture.RefusedAsync([.. data, "--skip", "-1"]));
        Assert.Contains("train, dev, test", await CliFixture.RefusedAsync([.. data, "--split", "all"]));
    }

    [Fact]
    public async Task The_error_names_the_file_and_number_of_a_damaged_line()
    {
        File.AppendAllText(Path.Combine(_fixture.Data, "pixel_color.txt"), "1 2 x\n");
        Assert.Contains("pixel_color.txt:41: a palette index must be 0 to 10, because the palette has 11 colours (got 'x')", await CliFixture.RefusedAsync("data", "info", _fixture.Data, "--size", "6x5"));
    }

    [Fact]
    public async Task The_demo_trains_completes_and_evaluates()
    {
        string[] demo = ["demo", .. _fixture.Source, "--recipe", "coursework", "--epochs", "1", "--out", _fixture["demo"]];
        CliResult result = await CliFixture.RunAsync([.. demo, "--json"]);
        Assert.True(result.Code == 0, result.Error);
        Assert.Equal(["run", "evaluation", "coursework", "files"], result.Json.Select(p => p.Key));
        Assert.Equal(2, result.Json["evaluation"]!["splits"]!.AsArray().Count);
        Assert.All(result.Json["files"]!.AsArray(), f => Assert.True(File.Exists((string)f!)));
        foreach (string file in (string[])["model.safetensors", "evaluation.json", "reconstructed_results.txt", "side_by_side.png"]) Assert.True(File.Exists(Path.Combine(_fixture["demo"], file)), file);
        Assert.Null(result.Json["coursework"]);
        Assert.Contains("\"gpt2\"", await File.ReadAllTextAsync(Path.Combine(_fixture["demo"], "config.json")));
        Assert.Contains("--resume", await CliFixture.RefusedAsync(demo));
    }

    [Fact]
    public async Task The_demo_prints_the_contact_sheet_and_the_next_command()
    {
        CliResult result = await CliFixture.RunAsync(["demo", .. _fixture.Source, "--epochs", "1", "--out", _fixture["demo"], "--quiet"]);
        Assert.Contains(Path.Combine(_fixture["demo"], "side_by_side.png"), result.Out);
        Assert.Contains($"pixelgpt complete {_fixture["demo"]} IMAGE.png", result.Out);
    }
}
