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
    /// <summary>The number of epochs if no option selects a model, a recipe or a duration: at most three minutes on two cores with everything.</summary>
    private const int DefaultEpochs = 60;

    private readonly DataOptions _data;
    private readonly NewRunOptions _newRun;
    private readonly Option<int> _threads = CommonOptions.Threads();
    private readonly Option<string> _device = CommonOptions.Device("Where to train and to compute completions");
    private readonly Option<string?> _out = CommonOptions.Out("Run folder (default: runs/demo, or the next free name).");

    public DemoCommand()
        : base("demo", $"Train a model on built-in sprites, complete pictures with it, evaluate it and compare it with the model of the coursework. Without further options this is the small preset of the pixel family, trained for {DefaultEpochs} epochs.")
    {
        _data = new DataOptions(this, "Data set to train on", "creatures");
        _newRun = new NewRunOptions(this);
        Options.Add(_threads);
        Options.Add(_device);
        Options.Add(_out);
    }

    public IReadOnlyList<string> Examples => ["pixelgpt demo", "pixelgpt demo --recipe coursework", "pixelgpt demo --data ../my-sprites --budget 5m"];

    public async Task<int> RunAsync(Session session)
    {
        int threads = session.ReadThreads(_threads);
        using var choice = DeviceChoice.Read(session, _device);
        DataReference reference = _data.Read(session) ?? DataReference.Create("creatures");
        _newRun.Check(session);
        SpriteDataset data = await session.LoadAsync(reference);
        RunFolder folder = session.Get(_out) is { } path ? new RunFolder(path) : RunFolder.CreateNew("demo");
        (ModelConfig config, TrainingRecipe recipe) = _newRun.Read(session, data, threads, _newRun.IsAnyGiven(session) ? null : DefaultEpochs, device: choice);
        using (TrainingRun run = TrainingRun.Create(folder, config, reference, data, recipe, threads, device: choice.ForTraining(config, data, recipe)))
        {
            if (!TrainingWorkflow.Train(session, run)) return ExitCode.Interrupted;
        }

        PixelModel model = PixelModel.Load(folder.Path);
        var completion = new CompletionWorkflow(session, model, threads, GenerationConfigFile.Load(folder), device: choice);
        (CompletionSet completions, IReadOnlyList<string> files) = completion.Complete(data, SpriteDataset.Test, recipe.PromptFraction, folder.Path);
        var source = ModelSource.Of(folder);
        var options = new EvaluationOptions { PromptFraction = recipe.PromptFraction, Threads = threads, Device = choice.For(() => model.ParameterCount, data[SpriteDataset.Test].Count) };
        if (source.LoadSampling() is { } sampling) options = options with { Temperatures = [], ModelSampling = sampling };
        EvaluationReport report = new EvaluationWorkflow(session, model, source).Run(data, FolderEvaluation.ScoredSplits(data), options, null, folder);
        var comparison = CourseworkComparison.Create(report, data, recipe);
        var json = new JsonObject
        {
            ["run"] = folder.Path,
            ["evaluation"] = JsonNode.Parse(report.ToJson()),
            ["coursework"] = comparison?.ToJson(),
            ["files"] = new JsonArray([.. files.Select(f => (JsonNode)f)]),
        };
        session.WriteResult(json, console =>
        {
            EvaluationDisplay.Write(console, report);
            comparison?.Write(console);
            TerminalSprites.Write(console, completions);
            console.WriteLine($"Report with all figures, curves and pictures: {folder.Report}");
            console.WriteLine($"Contact sheet with prompts, completions and truth: {files[0]}");
            console.MarkupLineInterpolated($"Next: [bold]pixelgpt complete {DisplayFormat.Argument(folder.Path)} IMAGE.png[/]");
        });
        return ExitCode.Success;
    }
}
