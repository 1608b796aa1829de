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
    private readonly IReadOnlyList<FeatureNetwork> _networks;
    private readonly WeightsStore _store;

    public WeightsPullCommand(IReadOnlyList<FeatureNetwork> networks, WeightsStore store)
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
        FeatureNetwork network = FeatureNetwork.Find(session.Get(_name)!, _networks);
        Uri? from = null;
        if (session.Get(_from) is { } address && !Uri.TryCreate(address, UriKind.Absolute, out from)) throw new InputException($"--from must be a URL such as {network.Address} (got '{address}')");
        bool downloaded = await DownloadDisplay.RunAsync(session, network.WeightsFile, progress => _store.PullAsync(network, from, progress, session.CancellationToken));
        session.WriteResult(
            new JsonObject { ["network"] = network.Name, ["file"] = _store.PathOf(network), ["fetched"] = downloaded },
            () => session.WriteLine($"{_store.PathOf(network)}: {(downloaded ? "downloaded" : "already installed")}; SHA-256 verified"));
        return ExitCode.Success;
    }
}
