using System.CommandLine;
using System.Text.Json.Nodes;
using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Show;
using PixelGpt.Evaluation.Features;
using PixelGpt.Evaluation.Features.Weights;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt weights pull</c></summary>
internal sealed class WeightsPullCommand : Command, IRunnable
{
    private readonly Argument<string> _name;
    private readonly Option<string?> _from = new("--from") { Description = "Download from another URL, such as a mirror. The SHA-256 is still checked.", HelpName = "URL" };
    private readonly IReadOnlyList<DownloadedNetwork> _networks;
    private readonly WeightsStore _store;

    public WeightsPullCommand(IReadOnlyList<DownloadedNetwork> networks, WeightsStore store)
        : base("pull", "Download the official weights of a network, or resume an interrupted download.")
    {
        (_networks, _store) = (networks, store);
        _name = new Argument<string>("NAME") { Description = $"Network: {string.Join(" or ", networks.Select(n => n.Name))}.", DefaultValueFactory = _ => networks[0].Name };
        Arguments.Add(_name);
        Options.Add(_from);
    }

    public IReadOnlyList<string> Examples => ["pixelgpt weights pull", "pixelgpt weights pull pytorch-fid"];

    public async Task<int> RunAsync(Session session)
    {
        DownloadedNetwork network = DownloadedNetwork.Find(session.Get(_name)!, _networks);
        Uri? from = null;
        if (session.Get(_from) is { } address && !Uri.TryCreate(address, UriKind.Absolute, out from)) throw new InputException($"--from must be a URL such as {network.Address} (got '{address}')");
        bool downloaded = await DownloadDisplay.RunAsync(session, network.WeightsFile, progress => _store.PullAsync(network, from, progress, session.CancellationToken));
        string file = _store.Locate(network) ?? _store.PathOf(network);
        session.WriteResult(
            new JsonObject { ["network"] = network.Name, ["file"] = file, ["fetched"] = downloaded },
            () => session.WriteLine($"{file}: {(downloaded ? "downloaded" : "already installed")}; SHA-256 verified"));
        return ExitCode.Success;
    }
}
