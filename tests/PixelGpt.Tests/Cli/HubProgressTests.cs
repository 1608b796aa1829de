using System.Diagnostics;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Cli;

public sealed class HubProgressTests
{
    [Fact]
    public async Task A_request_to_the_hub_is_shown_when_it_is_sent()
    {
        using var folder = new TemporaryFolder();
        await using LoopbackServer silent = await LoopbackServer.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        using Process process = ProgramProcess.Start("dotnet", [ProgramProcess.Assembly, "data", "info", "hub:owner/sprites"], start =>
        {
            start.Environment["HF_HOME"] = folder.Path;
            foreach (string variable in (string[])["HF_ENDPOINT", "PIXELGPT_HUB_ENDPOINT"]) start.Environment[variable] = silent.Address.ToString();
        });
        try
        {
            using var limit = new CancellationTokenSource(HangGuard.Limit);
            string? line = await process.StandardOutput.ReadLineAsync(limit.Token);
            Assert.Equal($"hub:owner/sprites: parquet files of the hub (requesting it from {silent.Address.Authority}; up to 6 attempts of at most 100 s each)", line);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
