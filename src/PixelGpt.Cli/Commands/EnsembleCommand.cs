using System.CommandLine;
using System.Text.Json.Nodes;
using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Show;
using PixelGpt.Models;
using PixelGpt.Runs;
using Spectre.Console;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt ensemble</c></summary>
internal sealed class EnsembleCommand : Command, IRunnable
{
    private readonly Argument<string[]> _runs = new("RUN") { Description = "The members: run folders, or any folders with config.json, model.safetensors and colormap.txt.", Arity = ArgumentArity.OneOrMore };
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
        "pixelgpt evaluate runs/ensemble",
    ];

    public Task<int> RunAsync(Session session)
    {
        string folder = session.Get(_out) ?? throw new InputException("--out is required: the folder of the new ensemble");
        PixelModel ensemble = EnsembleWriter.Write(session.Get(_runs)!, folder);
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
}
