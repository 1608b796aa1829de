using System.Globalization;
using System.Net;
using PixelGpt.Cli;
using PixelGpt.Imaging;
using PixelGpt.Studio;
using PixelGpt.Studio.Configuration;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Cli;

/// <summary>The options of <c>pixelgpt studio</c> for watched folders and its health.</summary>
public sealed class StudioCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--mask-color requires --watch", "--mask-color", "#00ff00")]
    [InlineData("--candidates requires --watch", "--candidates", "2")]
    [InlineData("no such folder", "--watch", "nowhere")]
    [InlineData("--mask-color must be #rrggbb or 'transparent' (got 'pink')", "--watch", ".", "--mask-color", "pink")]
    [InlineData("candidates must be 1 to 16 (got 0)", "--watch", ".", "--candidates", "0")]
    public async Task Mistakes_are_explained(string message, params string[] arguments) =>
        Assert.Contains(message, await CliFixture.RefusedAsync(["studio", "--port", "0", .. arguments]));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_health_of_a_running_studio_is_an_exit_code(bool hasManagementPort)
    {
        string port;
        await using (StudioServer server = await StudioServer.StartAsync(new StudioOptions { Address = IPAddress.Any, Port = 0, ManagementPort = hasManagementPort ? 0 : null, ApiKey = "a-key-for-these-tests", Models = _folder["none"] }))
        {
            port = (server.ManagementAddress ?? server.Address).Port.ToString(CultureInfo.InvariantCulture);
            CliResult ready = await CheckAsync();
            Assert.Equal((0, "", true), (ready.Code, ready.Error, (bool)ready.Json["ready"]!));
        }

        CliResult gone = await CheckAsync();
        Assert.Equal(1, gone.Code);
        Assert.Contains("no studio answers", gone.Error);

        Task<CliResult> CheckAsync() => CliFixture.RunAsync(["studio", "--health", "--json", "--host", "0.0.0.0", hasManagementPort ? "--management-port" : "--port", port]);
    }

    [Fact]
    public async Task The_health_of_a_studio_that_cannot_read_its_models_is_bad()
    {
        await using LoopbackServer server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Path == "/health/ready" ? 503 : 200;
            return Task.CompletedTask;
        });
        CliResult result = await CliFixture.RunAsync("studio", "--health", "--port", server.Address.Port.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(1, result.Code);
        Assert.Contains("status 503", result.Error);
    }

    [Fact]
    public async Task A_saved_picture_is_one_line_on_the_terminal()
    {
        var picture = new PixelImage(16, 16);
        for (int i = 0; i < 256; i++) picture.Pixels[i] = i >= 200 ? new Rgba(0, 255, 0) : i % 3 == 0 ? new Rgba(10, 20, 30) : new Rgba(200, 150, 30);
        PngWriter.Write(_folder["hero.png"], picture);
        using var stop = new CancellationTokenSource(HangGuard.Limit);
        using var output = new CancellingWriter("wrote", stop);
        using var error = new StringWriter();
        int code = await CommandLine.RunAsync(["studio", "--port", "0", "--models", _folder["none"], "--watch", _folder.Path, "--mask-color", "#00ff00", "--candidates", "1"], output, error, stop.Token);
        Assert.Equal((0, ""), (code, error.ToString()));
        string[] lines = output.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        Assert.Contains($"{_folder["hero.png"]}: wrote {Path.Combine(_folder.Path, "candidates", "hero-1.png")}", lines);
        Assert.Contains(lines, line => line.Contains("Pictures with pixels of the colour #00ff00", StringComparison.Ordinal));
    }
}
