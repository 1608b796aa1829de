using System.CommandLine;
using System.Text.Json.Nodes;
using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Show;
using PixelGpt.Cli.Workflows;
using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Models;
using PixelGpt.Runs;
using PixelGpt.Training;
using Spectre.Console;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt demo</c>: trains, completes and evaluates.</summary>
internal sealed class DemoCommand : Command, IRunnable
{
    private readonly DataOptions _data;
    private readonly ModelOptions _model;
    private readonly RecipeOptions _recipe;
    private readonly Option<int> _threads = CommonOptions.Threads();
    private readonly Option<string?> _out = CommonOptions.Out("Run folder (default: runs/demo, or the next free name).");

    public DemoCommand()
        : base("demo", "Train a small model on built-in sprites, complete pictures with it and evaluate it.")
    {
        _data = new DataOptions(this, "Data set to train on", "creatures");
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
        TrainingRecipe recipe = _recipe.Read(session);
        SpriteDataset data = await session.LoadAsync(reference);
        RunFolder folder = session.Get(_out) is { } path ? new RunFolder(path) : RunFolder.CreateNew("demo");
        ModelConfig config = _model.Read(session, data, _recipe.BuiltIn(session));
        using (TrainingRun run = TrainingRun.Create(folder, config, reference, data, recipe, threads))
        {
            if (!TrainingWorkflow.Train(session, run)) return ExitCode.Interrupted;
        }

        PixelModel model = PixelModel.Load(folder.Path);
        var completion = new CompletionWorkflow(session, model, threads, GenerationConfigFile.Load(folder));
        (CompletionSet completions, IReadOnlyList<string> files) = completion.Complete(data, SpriteDataset.Test, recipe.PromptFraction, folder.Path);
        EvaluationReport report = new EvaluationWorkflow(session, model, folder).Run(data, EvaluationWorkflow.ScoredSplits(data), new EvaluationOptions { PromptFraction = recipe.PromptFraction, Threads = threads }, null, folder);
        var json = new JsonObject
        {
            ["run"] = folder.Path,
            ["evaluation"] = JsonNode.Parse(report.ToJson()),
            ["files"] = new JsonArray([.. files.Select(f => (JsonNode)f)]),
        };
        session.WriteResult(json, console =>
        {
            TerminalSprites.Write(console, completions);
            EvaluationDisplay.Write(console, report);
            console.WriteLine($"Prompts, completions and truth side by side: {files[0]}");
            console.WriteLine($"Report with all figures, curves and pictures: {folder.Report}");
            console.MarkupLineInterpolated($"Next: [bold]pixelgpt complete {DisplayFormat.Argument(folder.Path)} IMAGE.png --temperature 0.9 --samples 8[/]");
        });
        return ExitCode.Success;
    }
}
