using System.CommandLine;
using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using PixelGpt.Cli.Hosting;
using PixelGpt.Imaging;
using PixelGpt.Runs;
using PixelGpt.Studio;
using PixelGpt.Studio.Configuration;
using Spectre.Console;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt studio</c></summary>
internal sealed class StudioCommand : Command, IRunnable
{
    private const string KeyVariable = "PIXELGPT_API_KEY";
    private const string SettingsPrefix = "PIXELGPT_STUDIO_";

    private readonly Option<int> _port = new("--port") { Description = "TCP port to listen on; 0 for any free port.", HelpName = "N", DefaultValueFactory = _ => 5050 };
    private readonly Option<string> _host = new("--host") { Description = "IP address to listen on; 0.0.0.0 allows connections from other machines.", HelpName = "ADDRESS", DefaultValueFactory = _ => "127.0.0.1" };
    private readonly Option<string> _models = new("--models") { Description = "Folder whose subfolders are models and runs.", HelpName = "DIR", DefaultValueFactory = _ => RunFolder.DefaultRoot };
    private readonly Option<string[]> _data = new("--data") { Description = "Data set folder to offer for training. Can be repeated.", HelpName = "DIR" };
    private readonly Option<string?> _key = new("--api-key") { Description = $"API key that clients must send. Required if other machines can connect. Can also be set with {KeyVariable}.", HelpName = "KEY" };
    private readonly Option<string?> _keys = new("--api-keys") { Description = "File with API keys and their roles, which 'pixelgpt studio-key' writes. It is read again when it changes.", HelpName = "FILE" };
    private readonly Option<string[]> _watch = new("--watch") { Description = "Folder where a paint program saves pictures. Pixels of the mask colour are drawn, and the candidates are written to its subfolder 'candidates'. Can be repeated.", HelpName = "DIR" };
    private readonly Option<string> _maskColor = new("--mask-color") { Description = "Colour of the pixels to draw in watched folders, or 'transparent'.", HelpName = "COLOR", DefaultValueFactory = _ => WatchOptions.Magenta.ToString() };
    private readonly Option<int> _candidates = new("--candidates") { Description = "Number of candidates per picture in watched folders.", HelpName = "N", DefaultValueFactory = _ => new WatchOptions().Candidates };
    private readonly Option<string?> _publicUrl = new("--public-url") { Description = "Address of the page for browsers, if it differs from that of the studio, such as https://art.example/pixelgpt behind a proxy.", HelpName = "URL" };
    private readonly Option<string[]> _proxies = new("--trusted-proxy") { Description = "IP address or network (10.0.0.0/8) of a proxy whose X-Forwarded-For and X-Forwarded-Proto headers are trusted. Can be repeated.", HelpName = "ADDRESS" };
    private readonly Option<int?> _management = new("--management-port") { Description = "Port for /health and /metrics, which then are not served on --port.", HelpName = "N" };
    private readonly Option<string?> _settings = new("--settings") { Description = $"JSON file with values of these options, such as \"public_url\". Environment variables such as {SettingsPrefix}PUBLIC_URL take precedence over it, and the command line over both.", HelpName = "FILE" };
    private readonly Option<int> _drain = new("--drain-seconds") { Description = "Seconds that running completions may continue after SIGTERM or Ctrl+C, while new ones are refused.", HelpName = "N", DefaultValueFactory = _ => 30 };
    private readonly Option<bool> _resume = new("--resume-trainings") { Description = "Resume runs that were being trained or waited when the studio ended." };
    private readonly Option<bool> _readOnly = new("--read-only") { Description = "Complete pictures, but refuse to train, evaluate, upload, rename and delete." };
    private readonly Option<bool> _normalPriority = new("--normal-priority") { Description = "Generate and train with the priority of other programs. By default, on Linux, other threads take precedence, so that requests are answered promptly." };
    private readonly Option<int> _maxEpochs = new("--max-epochs") { Description = "Maximum number of epochs of a run that is started over the API.", HelpName = "N", DefaultValueFactory = _ => new StudioOptions().MaxEpochs };
    private readonly Option<int> _maxBatch = new("--max-batch-size") { Description = "Maximum batch size of a run that is started over the API.", HelpName = "N", DefaultValueFactory = _ => new StudioOptions().MaxBatchSize };
    private readonly Option<long?> _maxRunBytes = new("--max-run-bytes") { Description = "Maximum size of the folder of a run in bytes; a larger run is stopped after the epoch (default: no limit).", HelpName = "N" };
    private readonly Option<string?> _otlp = new("--otlp-endpoint") { Description = "Address of an OpenTelemetry collector that receives metrics and traces with OTLP over HTTP, such as http://127.0.0.1:4318.", HelpName = "URL" };
    private readonly Option<string> _logFormat = new("--log-format") { Description = "Format of the log on standard error: text or json.", HelpName = "FORMAT", DefaultValueFactory = _ => "text" };
    private readonly Option<string?> _logLevel = new("--log-level") { Description = "Lowest level of log entries: debug, information, warning or error (default: information if there are API keys, otherwise warning).", HelpName = "LEVEL" };
    private readonly Option<int> _threads = CommonOptions.Threads();
    private readonly Option<bool> _health = new("--health") { Description = "Ask the studio that runs with these settings whether it is ready, instead of starting one. The exit code is 1 if it is not." };

    public StudioCommand()
        : base("studio", "Start the browser application and HTTP API: draw, complete pictures, watch training.")
    {
        _logFormat.AcceptOnly("text", "json");
        _logLevel.AcceptOnly("debug", "information", "warning", "error");
        foreach (Option option in (Option[])[.. Settable, _settings, _health]) Options.Add(option);
    }

    public IReadOnlyList<string> Examples =>
    [
        "pixelgpt studio",
        "pixelgpt studio --port 8080 --models ../my-runs",
        "pixelgpt studio --watch ~/sprites",
        $"{KeyVariable}=a-long-secret-of-yours pixelgpt studio --host 0.0.0.0",
    ];

    /// <summary>The options that environment variables and the settings file can set.</summary>
    private Option[] Settable => [_port, _host, _models, _data, _key, _keys, _watch, _maskColor, _candidates, _publicUrl, _proxies, _management, _drain, _resume, _readOnly, _normalPriority, _maxEpochs, _maxBatch, _maxRunBytes, _otlp, _logFormat, _logLevel, _threads];

    public async Task<int> RunAsync(Session session)
    {
        session = session.With(OptionSettings.Arguments(Settable, session.Has, Environment.GetEnvironmentVariables(), SettingsPrefix, session.Get(_settings)));
        string host = session.Get(_host)!;
        if (!IPAddress.TryParse(host == "localhost" ? "127.0.0.1" : host, out IPAddress? address)) throw new InputException($"--host must be an IP address of this machine, such as 127.0.0.1 or 0.0.0.0 (got '{host}')");
        if (session.Get(_health)) return await CheckHealthAsync(session, address);
        var lines = Channel.CreateUnbounded<string>();
        var options = new StudioOptions
        {
            Address = address,
            Port = session.Get(_port),
            Models = session.Get(_models)!,
            Data = session.Get(_data) ?? [],
            ApiKey = session.Get(_key) ?? Environment.GetEnvironmentVariable(KeyVariable),
            ApiKeyFile = session.Get(_keys),
            PublicUrl = session.Get(_publicUrl) is { } url ? ParseUrl(url) : null,
            TrustedProxies = [.. (session.Get(_proxies) ?? []).Select(ParseNetwork)],
            ManagementPort = session.Get(_management),
            DrainPeriod = TimeSpan.FromSeconds(session.Get(_drain)),
            ResumeTrainings = session.Get(_resume),
            ReadOnly = session.Get(_readOnly),
            NormalPriority = session.Get(_normalPriority),
            MaxEpochs = session.Get(_maxEpochs),
            MaxBatchSize = session.Get(_maxBatch),
            MaxRunBytes = session.Get(_maxRunBytes),
            OtlpEndpoint = session.Get(_otlp) is { } collector ? ParseCollector(collector) : null,
            LogFormat = session.Get(_logFormat) == "json" ? LogFormat.Json : LogFormat.Text,
            LogLevel = session.Get(_logLevel) is { } level ? Enum.Parse<LogLevel>(level, ignoreCase: true) : null,
            Threads = session.ReadThreads(_threads),
            Watch = ReadWatch(session, lines.Writer),
        };
        await using StudioServer server = await StudioServer.StartAsync(options, session.CancellationToken);
        Uri page = options.PublicUrl ?? server.Address;
        var result = new JsonObject { ["address"] = server.Address.ToString(), ["models"] = Path.GetFullPath(options.Models), ["watched"] = new JsonArray([.. options.Watch.Folders.Select(folder => (JsonNode)Path.GetFullPath(folder))]) };
        if (server.ManagementAddress is { } management) result["management"] = management.ToString();
        session.WriteResult(
            result,
            console =>
            {
                console.WriteLine($"The studio runs at {page} with the models in {options.Models}. Press Ctrl+C to stop it.");
                string mask = options.Watch.MaskColor is { } color ? $"pixels of the colour {color}" : "transparent pixels";
                foreach (string folder in options.Watch.Folders) console.WriteLine($"Pictures with {mask} that are saved in {folder} get {options.Watch.Candidates} candidates in {Path.Combine(folder, "candidates")}.");
            });
        Task printing = PrintAsync(session, lines.Reader);
        await server.RunAsync(session.CancellationToken);
        lines.Writer.Complete();
        await printing;
        return ExitCode.Success;
    }

    private async Task<int> CheckHealthAsync(Session session, IPAddress address)
    {
        Uri answered = await StudioHealth.CheckAsync(address, session.Get(_management) ?? session.Get(_port), session.CancellationToken);
        session.WriteResult(new JsonObject { ["address"] = answered.ToString(), ["ready"] = true }, () => session.WriteLine($"The studio is ready ({answered})."));
        return ExitCode.Success;
    }

    /// <summary>Prints the lines about watched folders, which come from other threads and may come before the address is printed.</summary>
    private static async Task PrintAsync(Session session, ChannelReader<string> lines)
    {
        await foreach (string line in lines.ReadAllAsync()) session.WriteLine(line);
    }

    private WatchOptions ReadWatch(Session session, ChannelWriter<string> lines)
    {
        string[] folders = session.Get(_watch) ?? [];
        foreach (Option option in (Option[])[_maskColor, _candidates])
        {
            if (folders.Length == 0 && session.Has(option)) throw new InputException($"{option.Name} requires --watch");
        }

        string mask = session.Get(_maskColor)!;
        Rgb color = default;
        if (mask != "transparent" && !Rgb.TryParse(mask, out color)) throw new InputException($"--mask-color must be #rrggbb or 'transparent' (got '{mask}')");
        return new WatchOptions
        {
            Folders = folders,
            MaskColor = mask == "transparent" ? null : color,
            Candidates = session.Get(_candidates),
            Report = (line, isError) =>
            {
                if (isError || !session.IsQuiet) lines.TryWrite(line);
            },
        };
    }

    private static Uri ParseUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? url) ? url : throw new InputException($"--public-url must be the address of the page, such as https://art.example/pixelgpt (got '{text}')");

    private static Uri ParseCollector(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? url) ? url : throw new InputException($"--otlp-endpoint must be the address of a collector for OTLP over HTTP, such as http://127.0.0.1:4318 (got '{text}')");

    private static IPNetwork ParseNetwork(string text)
    {
        if (IPNetwork.TryParse(text, out IPNetwork network)) return network;
        if (IPAddress.TryParse(text, out IPAddress? address)) return new IPNetwork(address, address.GetAddressBytes().Length * 8);
        throw new InputException($"--trusted-proxy must be an IP address or a network such as 10.0.0.0/8 (got '{text}')");
    }
}
