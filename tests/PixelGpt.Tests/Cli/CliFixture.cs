using System.Text.Json.Nodes;
using PixelGpt.Cli;
using PixelGpt.Data;
using PixelGpt.Data.Sources;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Cli;

/// <summary>A temporary folder with a tiny data set and a tiny model configuration, and methods that run the command line.</summary>
public sealed class CliFixture : IDisposable
{
    private readonly TemporaryFolder _folder;

    public CliFixture()
        : this(inMemory: false)
    {
    }

    /// <param name="inMemory">Whether to use a file system in memory, on which saving takes no time.</param>
    internal CliFixture(bool inMemory)
    {
        _folder = new TemporaryFolder(inMemory);
        WriteData("data", TinyModels.Dataset(24, 8, 8));
        _folder.Write("config.json", """{"model_type": "gpt2", "n_embd": 16, "n_layer": 1, "n_head": 2}""");
    }

    public string Path => _folder.Path;

    public string Data => _folder["data"];

    /// <summary>The options that select the data set.</summary>
    public string[] Source => ["--data", Data, "--size", "6x5", "--splits", "24,8,8"];

    public string this[string name] => _folder[name];

    public string Write(string name, string text) => _folder.Write(name, text);

    public void Dispose() => _folder.Dispose();

    /// <summary>Gets the arguments of a training run with 4 steps per epoch.</summary>
    public string[] TrainArguments(string run, params string[] more) => ["train", .. Source, "--config", this["config.json"], "--batch", "6", "--out", this[run], .. more];

    /// <summary>Trains a run for two epochs, unless the arguments say otherwise.</summary>
    internal async Task<string> TrainAsync(string run, params string[] more)
    {
        CliResult result = await RunAsync(TrainArguments(run, [.. more.Contains("--epochs") || more.Contains("--recipe") ? [] : (string[])["--epochs", "2"], .. more]));
        Assert.True(result.Code == 0, result.Error);
        return this[run];
    }

    internal static Task<CliResult> RunAsync(params string[] arguments) => RunAsync(CancellationToken.None, arguments);

    internal static async Task<CliResult> RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        int code = await CommandLine.RunAsync(arguments, output, error, cancellationToken);
        return new CliResult(code, output.ToString(), error.ToString());
    }

    /// <summary>Runs a command that must fail with exit code 2 and an error message.</summary>
    /// <returns>The text of standard error.</returns>
    internal static async Task<string> RefusedAsync(params string[] arguments)
    {
        CliResult result = await RunAsync(arguments);
        Assert.Equal(2, result.Code);
        Assert.StartsWith("error: ", result.Error);
        return result.Error;
    }

    internal void WriteData(string name, SpriteDataset data)
    {
        Directory.CreateDirectory(this[name]);
        IEnumerable<string> lines = data.Splits.SelectMany(s => s.Value).Select(s => string.Join(' ', s.Pixels.ToArray()));
        File.WriteAllLines(System.IO.Path.Combine(this[name], TextFolderSource.PixelFile), lines);
        File.WriteAllText(System.IO.Path.Combine(this[name], TextFolderSource.ColormapFile), data.Palette.ToColormapText());
    }
}

/// <summary>Exit code and output of a run of the command line.</summary>
internal sealed record CliResult(int Code, string Out, string Error)
{
    /// <summary>Standard output, parsed as a JSON object.</summary>
    public JsonObject Json => JsonNode.Parse(Out)!.AsObject();
}

/// <summary>A fixture with a trained run in <c>run</c>, for tests that only read it.</summary>
public sealed class TrainedRunFixture : IAsyncLifetime
{
    internal CliFixture Cli { get; } = new();

    internal string Run => Cli["run"];

    public async ValueTask InitializeAsync() => await Cli.TrainAsync("run", "--epochs", "8", "--lr", "0.01");

    public ValueTask DisposeAsync()
    {
        Cli.Dispose();
        return ValueTask.CompletedTask;
    }
}
