using System.CommandLine;
using System.Net;
using System.Text.Json.Nodes;
using PixelGpt.Cli.Hosting;
using PixelGpt.Runs;
using PixelGpt.Studio;
using PixelGpt.Studio.Configuration;
using Spectre.Console;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt studio</c></summary>
internal sealed class StudioCommand : Command, IRunnable
{
    private const string KeyVariable = "PIXELGPT_API_KEY";

    private readonly Option<int> _port = new("--port") { Description = "TCP port to listen on; 0 for any free port.", HelpName = "N", DefaultValueFactory = _ => 5050 };
    private readonly Option<string> _host = new("--host") { Description = "IP address to listen on; 0.0.0.0 allows connections from other machines.", HelpName = "ADDRESS", DefaultValueFactory = _ => "127.0.0.1" };
    private readonly Option<string> _models = new("--models") { Description = "Folder whose subfolders are models and runs.", HelpName = "DIR", DefaultValueFactory = _ => RunFolder.DefaultRoot };
    private readonly Option<string[]> _data = new("--data") { Description = "Data set folder to offer for training. Can be repeated.", HelpName = "DIR" };
    private readonly Option<string?> _key = new("--api-key") { Description = $"API key that clients must send. Required if other machines can connect. Can also be set with {KeyVariable}.", HelpName = "KEY" };
    private readonly Option<int> _threads = CommonOptions.Threads();

    public StudioCommand()
        : base("studio", "Start the browser application and HTTP API: draw, complete pictures, watch training.")
    {
        foreach (Option option in (Option[])[_port, _host, _models, _data, _key, _threads]) Options.Add(option);
    }

    public IReadOnlyList<string> Examples =>
    [
        "pixelgpt studio",
        "pixelgpt studio --port 8080 --models ../my-runs",
        $"{KeyVariable}=a-long-secret-of-yours pixelgpt studio --host 0.0.0.0",
    ];

    public async Task<int> RunAsync(Session session)
    {
        string host = session.Get(_host)!;
        if (!IPAddress.TryParse(host == "localhost" ? "127.0.0.1" : host, out IPAddress? address)) throw new InputException($"--host must be an IP address of this machine, such as 127.0.0.1 or 0.0.0.0 (got '{host}')");
        var options = new StudioOptions
        {
            Address = address,
            Port = session.Get(_port),
            Models = session.Get(_models)!,
            Data = session.Get(_data) ?? [],
            ApiKey = session.Get(_key) ?? Environment.GetEnvironmentVariable(KeyVariable),
            Threads = session.ReadThreads(_threads),
        };
        await using StudioServer server = await StudioServer.StartAsync(options, session.CancellationToken);
        session.WriteResult(
            new JsonObject { ["address"] = server.Address.ToString(), ["models"] = Path.GetFullPath(options.Models) },
            console => console.WriteLine($"The studio runs at {server.Address} with the models in {options.Models}. Press Ctrl+C to stop it."));
        await server.RunAsync(session.CancellationToken);
        return ExitCode.Success;
    }
}
