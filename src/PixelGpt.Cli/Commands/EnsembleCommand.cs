using System.CommandLine;
using System.Text.Json.Nodes;
using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Show;
using PixelGpt.Models;
using PixelGpt.Runs;
using PixelGpt.Runs.Sweeps;
using Spectre.Console;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt ensemble</c></summary>
internal sealed class EnsembleCommand : Command, IRunnable
{
    private readonly Argument<string[]> _runs = new("RUN") { Description = "The members: run folders, or any folders with config.json, model.safetensors and colormap.txt. The folder of a sweep stands for all runs of its best setting.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> _out = CommonOptions.Out("Folder of the new ensemble (required).");

    public EnsembleCommand()
        : base("ensemble", "Combine models to one whose probabilities are the mean of theirs. Every command takes the new folder as a model.")
    {
        Arguments.Add(_runs);
        Options.Add(_out);
    }

    public IReadOnlyList<string> Examples =>
    [
        "pixelgpt ensemble runs/seed-0 runs/seed-1 runs/seed-2 --out runs/ensemble",
        "pixelgpt ensemble runs/sweep --out runs/ensemble",
        "pixelgpt evaluate runs/ensemble",
    ];

    public Task<int> RunAsync(Session session)
    {
        string folder = session.Get(_out) ?? throw new InputException("--out is required: the folder of the new ensemble");
        PixelModel ensemble = EnsembleWriter.Write([.. session.Get(_runs)!.SelectMany(Members)], folder);
        string families = string.Join(", ", ensemble.Members.Select(m => m.Config.Family.ModelType).Distinct());
        session.WriteResult(
            new JsonObject { ["folder"] = folder, ["members"] = ensemble.Members.Count, ["parameters"] = ensemble.ParameterCount },
            console =>
            {
                console.WriteLine($"{folder}: {ensemble.Members.Count} members ({families}), {ensemble.ParameterCount:n0} parameters");
                console.WriteLine($"Next: pixelgpt calibrate {DisplayFormat.Argument(folder)} to choose its sampling, or pixelgpt distill {DisplayFormat.Argument(folder)} to train one model on its predictions");
            });
        return Task.FromResult(ExitCode.Success);
    }

    /// <summary>Returns the runs of the best setting of a sweep, or any other folder as it is.</summary>
    private static IEnumerable<string> Members(string path)
    {
        var folder = new SweepFolder(path);
        if (!folder.HasSweep) return [path];
        var sweep = Sweep.Load(folder);
        if (!sweep.IsComplete) throw new InputException($"{path}: the sweep is not complete; continue it with: pixelgpt sweep --resume --out {DisplayFormat.Argument(path)}");
        return sweep.ScoredTrials(sweep.Rank()[0]).Select(trial => folder.Run(trial).Path);
    }
}
