using System.Diagnostics;
using Microsoft.Playwright;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio.Browser;

/// <summary>A studio in its own process whose models folder is empty at the start.</summary>
internal sealed class EmptyStudio : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Process _process;
    private string _address = "";

    private EmptyStudio() => _process = ProgramProcess.Start("dotnet", [ProgramProcess.Assembly, "studio", "--port", "0", "--models", Models]);

    public string Models => _folder["none"];

    public static async Task<EmptyStudio> StartAsync()
    {
        var studio = new EmptyStudio();
        string line = await studio._process.StandardOutput.ReadLineAsync() ?? "";
        studio._address = line.Split(' ').First(word => word.StartsWith("http://", StringComparison.Ordinal)).TrimEnd('/');
        return studio;
    }

    public async Task<StudioPage> OpenAsync(IBrowserContext context, string tab = "paint")
    {
        var page = new StudioPage(await context.NewPageAsync());
        await page.Page.GotoAsync($"{_address}/#{tab}");
        await page.Page.WaitForFunctionAsync("() => window.studio?.model() != null");
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }
}
