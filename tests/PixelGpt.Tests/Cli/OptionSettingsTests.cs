using System.Collections;
using System.CommandLine;
using PixelGpt.Cli.Hosting;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Cli;

public sealed class OptionSettingsTests
{
    private static readonly Option[] Options = [new Option<int>("--port"), new Option<string>("--public-url"), new Option<string[]>("--data")];

    [Fact]
    public void The_command_line_precedes_the_environment_and_this_the_file()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("studio.json", """{"port": 1, "public_url": "https://file.example", "data": ["a", "b"]}""");
        var environment = new Hashtable { ["PIXELGPT_STUDIO_PORT"] = "2", ["PIXELGPT_STUDIO_PUBLIC_URL"] = "https://environment.example", ["OTHER"] = "x" };
        Assert.Equal(["--public-url", "https://environment.example", "--data", "a", "--data", "b"], Arguments(environment, file, given: "--port"));
    }

    [Fact]
    public void Unknown_settings_are_errors()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("PIXELGPT_STUDIO_PROT", Assert.Throws<InputException>(() => Arguments(new Hashtable { ["PIXELGPT_STUDIO_PROT"] = "2" }, null)).Message);
        string file = folder.Write("studio.json", """{"prot": 1}""");
        Assert.Contains("'prot'", Assert.Throws<InputException>(() => Arguments(new Hashtable(), file)).Message);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"port": 1, "port": 2}""")]
    [InlineData("""{"port": {}}""")]
    [InlineData("""{"port": null}""")]
    public void An_invalid_file_is_an_error(string text)
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("studio.json", text);
        Assert.Contains("studio.json", Assert.Throws<InputException>(() => Arguments(new Hashtable(), file)).Message);
    }

    [Fact]
    public async Task The_studio_reads_its_settings_file()
    {
        using var fixture = new CliFixture();
        string file = fixture.Write("studio.json", """{"port": 70000}""");
        Assert.Contains("port", await CliFixture.RefusedAsync("studio", "--settings", file));
        Assert.Contains("--threads", await CliFixture.RefusedAsync("studio", "--settings", fixture.Write("other.json", """{"threads": "many"}""")));
    }

    private static IReadOnlyList<string> Arguments(IDictionary environment, string? file, string given = "") =>
        OptionSettings.Arguments(Options, option => option.Name == given, environment, "PIXELGPT_STUDIO_", file);
}
