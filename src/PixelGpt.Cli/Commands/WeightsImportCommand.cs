using System.CommandLine;
using System.Text.Json.Nodes;
using PixelGpt.Cli.Hosting;
using PixelGpt.Evaluation.Features;
using PixelGpt.Evaluation.Features.Weights;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt weights import</c></summary>
internal sealed class WeightsImportCommand : Command, IRunnable
{
    private readonly Argument<string> _file = new("FILE") { Description = "Downloaded file with any name; it is identified by its SHA-256." };
    private readonly IReadOnlyList<DownloadedNetwork> _networks;
    private readonly WeightsStore _store;

    public WeightsImportCommand(IReadOnlyList<DownloadedNetwork> networks, WeightsStore store)
        : base("import", "Install weights that were downloaded by other means.")
    {
        (_networks, _store) = (networks, store);
        Arguments.Add(_file);
    }

    public IReadOnlyList<string> Examples => ["pixelgpt weights import ~/Downloads/inception_v3_google-0cc3c7bd.pth"];

    public Task<int> RunAsync(Session session)
    {
        DownloadedNetwork network = _store.Import(session.Get(_file)!, _networks);
        session.WriteResult(
            new JsonObject { ["network"] = network.Name, ["file"] = _store.PathOf(network) },
            () => session.WriteLine($"{_store.PathOf(network)}: weights of {network.Name} installed; SHA-256 verified"));
        return Task.FromResult(ExitCode.Success);
    }
}
