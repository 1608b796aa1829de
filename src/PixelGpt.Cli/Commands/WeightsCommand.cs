using System.CommandLine;
using System.Text.Json.Nodes;
using PixelGpt.Cli.Show;
using PixelGpt.Evaluation.Features;
using PixelGpt.Evaluation.Features.Weights;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt weights</c></summary>
internal sealed class WeightsCommand : Command
{
    public WeightsCommand()
        : this(FeatureNetwork.All, WeightsStore.Default)
    {
    }

    /// <summary>The command for other networks, kept elsewhere.</summary>
    public WeightsCommand(IReadOnlyList<FeatureNetwork> networks, WeightsStore store)
        : base("weights", "Get the networks that FID and KID look at pictures with.")
    {
        Subcommands.Add(new WeightsPullCommand(networks, store));
        Subcommands.Add(new WeightsPathCommand(networks, store));
        Subcommands.Add(new WeightsImportCommand(networks, store));
    }
}

/// <summary><c>pixelgpt weights pull</c></summary>
internal sealed class WeightsPullCommand : Command, IRunnable
{
    private readonly Argument<string> _name;
    private readonly Option<string?> _from = new("--from") { Description = "Another address of the same file, such as a mirror's; its SHA-256 is checked all the same", HelpName = "URL" };
    private readonly IReadOnlyList<FeatureNetwork> _networks;
    private readonly WeightsStore _store;

    public WeightsPullCommand(IReadOnlyList<FeatureNetwork> networks, WeightsStore store)
        : base("pull", "Fetch a network's official weights; what was cut short goes on where it was.")
    {
        (_networks, _store) = (networks, store);
        _name = new Argument<string>("NAME") { Description = $"Which network: {string.Join(" or ", networks.Select(n => n.Name))}", DefaultValueFactory = _ => networks[0].Name };
        Arguments.Add(_name);
        Options.Add(_from);
    }

    public IReadOnlyList<string> Examples => ["pixelgpt weights pull", "pixelgpt weights pull pytorch-fid"];

    public async Task<int> RunAsync(Session session)
    {
        FeatureNetwork network = FeatureNetwork.Find(session.Get(_name)!, _networks);
        Uri? from = null;
        if (session.Get(_from) is { } address && !Uri.TryCreate(address, UriKind.Absolute, out from)) throw new InputException($"--from '{address}' is no address; give one such as {network.Address}");
        bool fetched = await DownloadDisplay.RunAsync(session, network.WeightsFile, progress => _store.PullAsync(network, from, progress, session.Stop));
        session.Result(
            new JsonObject { ["network"] = network.Name, ["file"] = _store.PathOf(network), ["fetched"] = fetched },
            () => session.WriteLine($"{_store.PathOf(network)}: {(fetched ? "fetched" : "was here already")}, its SHA-256 is right"));
        return ExitCode.Success;
    }
}

/// <summary><c>pixelgpt weights path</c></summary>
internal sealed class WeightsPathCommand : Command, IRunnable
{
    private readonly Argument<string?> _name;
    private readonly IReadOnlyList<FeatureNetwork> _networks;
    private readonly WeightsStore _store;

    public WeightsPathCommand(IReadOnlyList<FeatureNetwork> networks, WeightsStore store)
        : base("path", "Say where weights are, or would be.")
    {
        (_networks, _store) = (networks, store);
        _name = new Argument<string?>("NAME") { Description = $"Which network: {string.Join(" or ", networks.Select(n => n.Name))} (default: all)", Arity = ArgumentArity.ZeroOrOne };
        Arguments.Add(_name);
    }

    public IReadOnlyList<string> Examples => ["pixelgpt weights path", "pixelgpt weights path torchvision"];

    public Task<int> RunAsync(Session session)
    {
        string? name = session.Get(_name);
        FeatureNetwork[] networks = name is null ? [.. _networks] : [FeatureNetwork.Find(name, _networks)];
        JsonObject[] all = [.. networks.Select(network => new JsonObject
        {
            ["network"] = network.Name,
            ["file"] = _store.PathOf(network),
            ["present"] = File.Exists(_store.PathOf(network)),
            ["address"] = network.Address.ToString(),
        })];
        session.Result(name is null ? new JsonObject { ["weights"] = new JsonArray(all) } : all[0], () =>
        {
            // One path alone is for scripts.
            if (name is not null) session.WriteLine(_store.PathOf(networks[0]));
            else foreach (FeatureNetwork network in networks) session.WriteLine($"{network.Name}: {_store.PathOf(network)}{(File.Exists(_store.PathOf(network)) ? "" : " (not here yet)")}");
        });
        return Task.FromResult(ExitCode.Success);
    }
}

/// <summary><c>pixelgpt weights import</c></summary>
internal sealed class WeightsImportCommand : Command, IRunnable
{
    private readonly Argument<string> _file = new("FILE") { Description = "The file, under whatever name: its SHA-256 says which it is" };
    private readonly IReadOnlyList<FeatureNetwork> _networks;
    private readonly WeightsStore _store;

    public WeightsImportCommand(IReadOnlyList<FeatureNetwork> networks, WeightsStore store)
        : base("import", "Take in weights that were fetched by other means.")
    {
        (_networks, _store) = (networks, store);
        Arguments.Add(_file);
    }

    public IReadOnlyList<string> Examples => ["pixelgpt weights import ~/Downloads/inception_v3_google-0cc3c7bd.pth"];

    public Task<int> RunAsync(Session session)
    {
        FeatureNetwork network = _store.Import(session.Get(_file)!, _networks);
        session.Result(
            new JsonObject { ["network"] = network.Name, ["file"] = _store.PathOf(network) },
            () => session.WriteLine($"{_store.PathOf(network)}: the weights of {network.Name}, their SHA-256 is right"));
        return Task.FromResult(ExitCode.Success);
    }
}
