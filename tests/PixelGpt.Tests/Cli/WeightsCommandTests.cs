using System.CommandLine;
using System.Diagnostics;
using System.Security.Cryptography;
using PixelGpt.Cli.Commands;
using PixelGpt.Cli.Hosting;
using PixelGpt.Evaluation.Features;
using PixelGpt.Evaluation.Features.Inception;
using PixelGpt.Evaluation.Features.Weights;
using PixelGpt.Tests.Evaluation.Weights;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Cli;

/// <summary>Tests of <c>pixelgpt weights</c> with a local server.</summary>
public sealed class WeightsCommandTests : IAsyncLifetime
{
    private static readonly byte[] Weights = [.. Enumerable.Range(0, 1000).Select(i => (byte)i)];

    private readonly TemporaryFolder _folder = new();
    private FileServer _server = null!;
    private DownloadedNetwork _network = null!;

    private string Target => Path.Combine(_folder.Path, _network.WeightsFile);

    public async ValueTask InitializeAsync()
    {
        _server = await FileServer.StartAsync();
        _server.Content = Weights;
        _network = new DownloadedNetwork("tiny", $"tiny-{Convert.ToHexStringLower(SHA256.HashData(Weights))[..8]}.pth", InceptionVariant.Torchvision, _server.Address);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Pull_downloads_and_prints_the_path()
    {
        CliResult result = await RunAsync("pull");
        Assert.True(result.Code == 0, result.Error);
        Assert.Equal(Weights, File.ReadAllBytes(Target));
        Assert.EndsWith($"{Target}: downloaded; SHA-256 verified\n", result.Out);
        CliResult again = await RunAsync("pull", "tiny", "--json");
        Assert.Equal((false, Target), ((bool)again.Json["fetched"]!, (string)again.Json["file"]!));
        Assert.EndsWith("already installed; SHA-256 verified\n", (await RunAsync("pull", "--quiet")).Out);
    }

    [Fact]
    public async Task Pull_accepts_another_address()
    {
        _network = _network with { Folder = new Uri("https://invalid.invalid/") };
        CliResult result = await RunAsync("pull", "--from", $"{_server.Address}mirror");
        Assert.True(result.Code == 0, result.Error);
        Assert.Equal(Weights, File.ReadAllBytes(Target));
        Assert.Equal((2, 2), ((await RunAsync("pull", "--from", "nowhere")).Code, (await RunAsync("pull", "other")).Code));
    }

    [Fact]
    public async Task A_failed_pull_explains_the_manual_import_and_exits_with_1()
    {
        _server.Fault = context => (context.Response.StatusCode = 404) > 0;
        CliResult result = await RunAsync("pull");
        Assert.Equal(1, result.Code);
        Assert.Contains("pixelgpt weights import FILE", result.Error);
        Assert.DoesNotContain('\n', result.Error);
    }

    [Fact]
    public async Task Path_prints_all_paths_or_only_one()
    {
        Assert.Equal($"tiny: {Target} (not installed)\n", (await RunAsync("path")).Out);
        Assert.Equal($"{Target}\n", (await RunAsync("path", "tiny")).Out);
        await RunAsync("pull");
        Assert.Equal($"tiny: {Target}\n", (await RunAsync("path")).Out);
        Assert.True((bool)(await RunAsync("path", "--json")).Json["weights"]![0]!["present"]!);
    }

    [Fact]
    public async Task Import_installs_a_file()
    {
        File.WriteAllBytes(_folder["download"], Weights);
        CliResult result = await RunAsync("import", _folder["download"], "--json");
        Assert.Equal(("tiny", Target), ((string)result.Json["network"]!, (string)result.Json["file"]!));
        File.WriteAllText(_folder["other"], "other");
        Assert.Equal(2, (await RunAsync("import", _folder["other"])).Code);
        Assert.Equal(2, (await RunAsync("import", _folder["absent"])).Code);
    }

    [Fact]
    public async Task The_command_line_includes_weights()
    {
        CliResult all = await CliFixture.RunAsync("weights", "path", "--json");
        Assert.Equal(["torchvision", "pytorch-fid"], all.Json["weights"]!.AsArray().Select(w => (string)w!["network"]!));
        Assert.Contains("unknown network 'vgg'; available: torchvision, pytorch-fid", await CliFixture.RefusedAsync("weights", "pull", "vgg"));
    }

    [Fact]
    public async Task The_files_of_PyTorch_in_the_home_folder_are_used()
    {
        string file = Path.Combine(_folder["home"], ".cache", "torch", "hub", "checkpoints", DownloadedNetwork.PytorchFid.WeightsFile);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, Weights);
        using Process process = ProgramProcess.Start("dotnet", [ProgramProcess.Assembly, "weights", "path"], start =>
        {
            foreach (string variable in (string[])["PIXELGPT_CACHE", "XDG_CACHE_HOME", "TORCH_HOME"]) start.Environment.Remove(variable);
            start.Environment[OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME"] = _folder["home"];
        });
        string output = await ProgramProcess.EndAsync(process);
        Assert.Contains($"pytorch-fid: {file}\n", output.ReplaceLineEndings("\n"));
        Assert.Contains($"{Path.Combine(_folder["home"], ".cache", "pixelgpt", "weights", DownloadedNetwork.Torchvision.WeightsFile)} (not installed)", output);
    }

    private async Task<CliResult> RunAsync(params string[] arguments)
    {
        var command = new WeightsCommand([_network], new WeightsStore(_folder.Path));
        var root = new RootCommand { command };
        foreach (Option option in (Option[])[GlobalOptions.Json, GlobalOptions.Quiet, GlobalOptions.Verbose]) root.Options.Add(option);
        using StringWriter output = new(), error = new();
        ParseResult parsed = root.Parse(["weights", .. arguments]);
        try
        {
            int code = await ((IRunnable)parsed.CommandResult.Command).RunAsync(new Session(parsed, output, error, CancellationToken.None));
            return new CliResult(code, output.ToString(), error.ToString());
        }
        catch (PixelGptException e)
        {
            return new CliResult(e is InputException ? ExitCode.Usage : ExitCode.Failure, output.ToString(), e.Message);
        }
    }
}
