using System.Diagnostics;
using System.Text.Json.Nodes;
using PixelGpt.Studio;
using PixelGpt.Studio.Configuration;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio.OpenApi;

/// <summary>Generates a client from the checked-in document, compiles it with the example program and runs it against a studio.</summary>
public sealed class GeneratedClientTests : IDisposable
{
    private const string Key = "0123456789abcdef";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [GeneratorFact]
    public async Task A_generated_client_lists_models_draws_pictures_and_throws_problems()
    {
        string project = Path.Combine(Checkout.Root, "examples", "csharp-client");
        await RunAsync("build", project, "-c", "Release", "--artifacts-path", _folder["build"], "-v", "quiet", "-nologo", "-nodeReuse:false", "-p:UseSharedCompilation=false");
        await using StudioServer studio = await StudioServer.StartAsync(new StudioOptions { Port = 0, Models = _folder["none"], Threads = 1, ApiKey = Key });
        string[] lines = (await RunAsync(_folder["build/bin/ClientExample/release/ClientExample.dll"], studio.Address.ToString())).ReplaceLineEndings("\n").TrimEnd().Split('\n');
        Assert.Equal("model built-in: Ready, pictures of 16 to 32 pixels a side", lines[0]);
        Assert.Matches("^the built-in model has [0-9]+ colours$", lines[1]);
        Assert.Matches("^picture 0: 0 0 0 0 0 0 5 5( [0-9]+){248}$", lines[2]);
        Assert.Matches("^picture 1: 0 0 0 0 0 0 5 5( [0-9]+){248}$", lines[3]);
        Assert.Matches("^the first picture as a PNG file has [0-9]{2,} bytes$", lines[4]);
        Assert.Equal("problem 400 (Bad Request): temperature must be greater than 0 (got -1)", lines[5]);
        Assert.Equal(6, lines.Length);
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        using Process process = ProgramProcess.Start("dotnet", arguments, start => start.Environment["PIXELGPT_API_KEY"] = Key);
        string output = await ProgramProcess.EndAsync(process);
        Assert.True(process.ExitCode == 0, output);
        return output;
    }

    /// <summary>A fact that needs the generator and the libraries of its clients; it is skipped if NuGet has not installed them, except with <c>CI=true</c>.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class GeneratorFactAttribute : FactAttribute
    {
        private const string Generator = "microsoft.openapi.kiota";

        public GeneratorFactAttribute()
        {
            string packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
            string version = (string)JsonNode.Parse(File.ReadAllText(Path.Combine(Checkout.Root, ".config", "dotnet-tools.json")))!["tools"]![Generator]!["version"]!;
            if (!Directory.Exists(Path.Combine(packages, Generator, version)) || !Directory.Exists(Path.Combine(packages, "microsoft.kiota.http.httpclientlibrary")))
                Skip = ExternalProgram.Skip("the generator of clients is not installed: run 'dotnet tool restore' and 'dotnet restore examples/csharp-client'");
        }
    }
}
