using System.CommandLine;
using System.Text.Json.Nodes;
using PixelGpt.Cli.Hosting;
using PixelGpt.Evaluation.Features;
using PixelGpt.Evaluation.Features.Weights;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt weights path</c></summary>
internal sealed class WeightsPathCommand : Command, IRunnable
{
    private readonly Argument<string?> _name;
    private readonly IReadOnlyList<DownloadedNetwork> _networks;
    private readonly WeightsStore _store;

    public WeightsPathCommand(IReadOnlyList<DownloadedNetwork> networks, WeightsStore store)
        : base("path", "Show the paths of the weight files, installed or not.")
    {
        (_networks, _store) = (networks, store);
        _name = new Argument<string?>("NAME") { Description = $"Network: {string.Join(" or ", networks.Select(n => n.Name))} (default: all).", Arity = ArgumentArity.ZeroOrOne };
        Arguments.Add(_name);
    }

    public IReadOnlyList<string> Examples => ["pixelgpt weights path", "pixelgpt weights path torchvision"];

    public Task<int> RunAsync(Session session)
    {
        string? name = session.Get(_name);
        DownloadedNetwork[] networks = name is null ? [.. _networks] : [DownloadedNetwork.Find(name, _networks)];
        JsonObject[] all = [.. networks.Select(network => new JsonObject
        {
            ["network"] = network.Name,
            ["file"] = Path(network),
            ["present"] = _store.Locate(network) is not null,
            ["address"] = network.Address.ToString(),
        })];
        session.WriteResult(name is null ? new JsonObject { ["weights"] = new JsonArray(all) } : all[0], () =>
        {
            // For one network, print only the path, so that scripts can use it.
            if (name is not null) session.WriteLine(Path(networks[0]));
            else foreach (DownloadedNetwork network in networks) session.WriteLine($"{network.Name}: {Path(network)}{(_store.Locate(network) is null ? " (not installed)" : "")}");
        });
        return Task.FromResult(ExitCode.Success);

        string Path(DownloadedNetwork network) => _store.Locate(network) ?? _store.PathOf(network);
    }
}
