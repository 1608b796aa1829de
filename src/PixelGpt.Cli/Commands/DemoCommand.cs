using System.CommandLine;
using System.Text.Json.Nodes;
using PixelGpt.Cli.Workflows;
using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Generation;
using PixelGpt.Models;
using PixelGpt.Runs;
using Spectre.Console;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt demo</c>: the whole job, from data to finished pictures.</summary>
internal sealed class DemoCommand : Command, IRunnable
{
    private readonly DataOptions _data;
    private readonly ModelOptions _model;
    private readonly RecipeOptions _recipe;
    private readonly Option<int> _threads = CommonOptions.Threads();
    private readonly Option<string?> _out = CommonOptions.Out("Where the run goes (default: runs/demo, or the next free name)");

    public DemoCommand()
        : base("demo", "Do the whole job once: train on creatures, finish pictures, score them.")
    {
        _data = new DataOptions(this);
        _model = new ModelOptions(this);
        _recipe = new RecipeOptions(this);
        Options.Add(_threads);
        Options.Add(_out);
    }

    public IReadOnlyList<string> Examples => ["pixelgpt demo", "pixelgpt demo --data ../my-sprites --epochs 20"];

    public async Task<int> RunAsync(Session session)
    {
        int threads = session.ReadThreads(_threads);
        DataReference reference = _data.Read(session) ?? DataReference.Create("creatures");
        Training.TrainingRecipe recipe = _recipe.Read(session);
        SpriteDataset data = await session.LoadAsync(reference);
        RunFolder folder = session.Get(_out) is { } path ? new RunFolder(path) : RunFolder.CreateNew("demo");
        ModelConfig config = _model.Read(session, data);
        using (TrainingRun run = TrainingRun.Create(folder, config, reference, data, recipe, threads))
        {
            if (!TrainingWorkflow.Train(session, run)) return ExitCode.Interrupted;
        }

        PixelModel model = PixelModel.Load(folder.Path);
        var completion = new CompletionWorkflow(session, model, threads, GenerationOptions.Greedy, bestOf: 1);
        (CompletionSet completions, IReadOnlyList<string> files) = completion.Draw(data, SpriteDataset.Test, recipe.PromptFraction, folder.Path);
        EvaluationReport report = new EvaluationWorkflow(session, model, folder).Run(data, EvaluationWorkflow.ScoredSplits(data), new EvaluationOptions { PromptFraction = recipe.PromptFraction, Threads = threads }, null, folder);
        var json = new JsonObject
        {
            ["run"] = folder.Path,
            ["evaluation"] = JsonNode.Parse(report.ToJson()),
            ["files"] = new JsonArray([.. files.Select(f => (JsonNode)f)]),
        };
        session.Result(json, console =>
        {
            Show.TerminalSprites.Write(console, completions);
            Show.EvaluationDisplay.Show(console, report);
            console.WriteLine($"The finished sprites, beside their beginnings and the truth: {files[0]}");
            console.WriteLine($"All figures, curves and pictures on one page: {folder.Report}");
            console.MarkupLineInterpolated($"Next: [bold]pixelgpt complete {Show.Words.Argument(folder.Path)} IMAGE.png --temperature 0.9 --samples 8[/]");
        });
        return ExitCode.Success;
    }
}
