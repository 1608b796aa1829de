using System.CommandLine;
using System.Net;
using System.Text.Json.Nodes;
using PixelGpt.Runs;
using PixelGpt.Studio;
using PixelGpt.Studio.Configuration;
using Spectre.Console;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt studio</c></summary>
internal sealed class StudioCommand : Command, IRunnable
{
    private const string KeyVariable = "PIXELGPT_API_KEY";

    private readonly Option<int> _port = new("--port") { Description = "The port to listen at; 0 for any free one", HelpName = "N", DefaultValueFactory = _ => 5050 };
    private readonly Option<string> _host = new("--host") { Description = "The address to listen at: of this machine alone unless you say otherwise", HelpName = "ADDRESS", DefaultValueFactory = _ => "127.0.0.1" };
    private readonly Option<string> _models = new("--models") { Description = "The folder whose sub-folders are models and runs", HelpName = "DIR", DefaultValueFactory = _ => RunFolder.DefaultRoot };
    private readonly Option<string[]> _data = new("--data") { Description = "A folder of sprites to train on; may be given more than once", HelpName = "DIR" };
    private readonly Option<string?> _key = new("--api-key") { Description = $"What callers must know (or set {KeyVariable}); needed where others can reach the address", HelpName = "KEY" };
    private readonly Option<int> _threads = CommonOptions.Threads();

    public StudioCommand()
        : base("studio", "Paint and let models finish it, watch them train, in the browser; and an HTTP API for programs.")
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
        if (!IPAddress.TryParse(host == "localhost" ? "127.0.0.1" : host, out IPAddress? address)) throw new InputException($"--host is '{host}'; it must be an address of this machine, such as 127.0.0.1 or 0.0.0.0");
        var options = new StudioOptions
        {
            Address = address,
            Port = session.Get(_port),
            Models = session.Get(_models)!,
            Data = session.Get(_data) ?? [],
            ApiKey = session.Get(_key) ?? Environment.GetEnvironmentVariable(KeyVariable),
            Threads = session.ReadThreads(_threads),
        };
        await using StudioServer server = await StudioServer.StartAsync(options, session.Stop);
        session.Result(
            new JsonObject { ["address"] = server.Address.ToString(), ["models"] = Path.GetFullPath(options.Models) },
            console => console.WriteLine($"The studio is at {server.Address}; its models are in {options.Models}. Ctrl+C ends it."));
        await server.RunAsync(session.Stop);
        return ExitCode.Success;
    }
}
