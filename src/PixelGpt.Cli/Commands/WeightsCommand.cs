using System.CommandLine;
using PixelGpt.Evaluation.Features;
using PixelGpt.Evaluation.Features.Weights;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt weights</c></summary>
internal sealed class WeightsCommand : Command
{
    public WeightsCommand()
        : this(DownloadedNetwork.All, WeightsStore.Default)
    {
    }

    /// <summary>Creates the command for other networks and another store, for tests.</summary>
    public WeightsCommand(IReadOnlyList<DownloadedNetwork> networks, WeightsStore store)
        : base("weights", "Install the weights of the networks that FID and KID use.")
    {
        Subcommands.Add(new WeightsPullCommand(networks, store));
        Subcommands.Add(new WeightsPathCommand(networks, store));
        Subcommands.Add(new WeightsImportCommand(networks, store));
    }
}
