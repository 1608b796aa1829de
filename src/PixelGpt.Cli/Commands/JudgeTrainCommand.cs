using System.CommandLine;
using PixelGpt.Cli.Workflows;
using PixelGpt.Data;
using PixelGpt.Judging;
using PixelGpt.Models.Families;
using PixelGpt.Runs;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt judge train</c></summary>
internal sealed class JudgeTrainCommand : Command, IRunnable
{
    private static readonly JudgeRecipe Defaults = new();

    private readonly DataOptions _data;
    private readonly Option<string[]> _runs = new("--runs") { Description = "Runs whose models' completions are further negatives, a kind each", HelpName = "RUN", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> _model = new("--model") { Description = $"The family of the generator that reads the pictures (default: {Defaults.Model})", HelpName = string.Join('|', ModelFamily.All.Select(f => f.ModelType)) };
    private readonly Option<int?> _copies = new("--copies") { Description = $"How often each sprite is shown in a pass: as it is, and else mirrored and shifted (default: {Defaults.Copies})", HelpName = "N" };
    private readonly Option<int?> _generatorEpochs = new("--generator-epochs") { Description = $"Passes in which the generator learns to draw (default: {Defaults.GeneratorEpochs})", HelpName = "N" };
    private readonly Option<double?> _generatorLr = CommonOptions.Number("--generator-lr", $"The generator's highest learning rate (default: {Defaults.GeneratorLearningRate})");
    private readonly Option<int?> _rounds = new("--rounds") { Description = $"Negatives of each kind that are made of each sprite (default: {Defaults.NegativeRounds})", HelpName = "N" };
    private readonly Option<int?> _epochs = new("--epochs") { Description = $"Passes in which the judge learns (default: {Defaults.Epochs})", HelpName = "N" };
    private readonly Option<double?> _lr = CommonOptions.Number("--lr", $"The judge's highest learning rate (default: {Defaults.LearningRate})");
    private readonly Option<double?> _promptFraction = CommonOptions.Number("--prompt-fraction", $"Fraction of each picture that is the prompt of completions (default: {Defaults.PromptFraction})", "FRACTION", "--keep");
    private readonly Option<double?> _passRate = CommonOptions.Number("--pass-rate", $"The share of real dev sprites that the threshold lets pass (default: {Defaults.PassRate})", "SHARE");
    private readonly Option<bool> _noHeldOut = new("--no-held-out") { Description = "Leave out the figures on kinds of negatives that a judge has not seen" };
    private readonly Option<ulong?> _seed = CommonOptions.Seed("What all chance follows from (default: 0)");
    private readonly Option<int> _threads = CommonOptions.Threads();
    private readonly Option<string?> _out = CommonOptions.Out("Where the judge goes (default: a new folder in runs/)");

    public JudgeTrainCommand()
        : base("train", "Train a judge on real sprites and negatives made of them.")
    {
        _data = new DataOptions(this);
        _model.AcceptOnly([.. ModelFamily.All.Select(f => f.ModelType)]);
        foreach (Option option in (Option[])[_runs, _model, _copies, _generatorEpochs, _generatorLr, _rounds, _epochs, _lr, _promptFraction, _passRate, _noHeldOut, _seed, _threads, _out]) Options.Add(option);
    }

    public IReadOnlyList<string> Examples =>
    [
        "pixelgpt judge train --data ../my-sprites --out runs/judge",
        "pixelgpt judge train --data pokemon --runs runs/demo --seed 1 --json",
    ];

    public async Task<int> RunAsync(Session session)
    {
        DataReference reference = _data.Read(session)
            ?? throw new InputException("which sprites? Give --data a folder with pixel_color.txt and colormap.txt, creatures, pokemon or hub:OWNER/DATASET");
        int threads = session.ReadThreads(_threads);
        int generatorEpochs = session.Get(_generatorEpochs) ?? Defaults.GeneratorEpochs;
        var recipe = new JudgeRecipe
        {
            Model = session.Get(_model) ?? Defaults.Model,
            Copies = session.Get(_copies) ?? Defaults.Copies,
            GeneratorEpochs = generatorEpochs,
            GeneratorLearningRate = session.Get(_generatorLr) ?? Defaults.GeneratorLearningRate,
            NegativeRounds = session.Get(_rounds) ?? Defaults.NegativeRounds,
            Epochs = session.Get(_epochs) ?? Defaults.Epochs,
            LearningRate = session.Get(_lr) ?? Defaults.LearningRate,
            PromptFraction = session.Get(_promptFraction) ?? Defaults.PromptFraction,
            PassRate = session.Get(_passRate) ?? Defaults.PassRate,
            HeldOutKinds = !session.Get(_noHeldOut),
            Seed = session.Get(_seed) ?? Defaults.Seed,
        };
        recipe.Validate();
        if (session.Get(_out) is { } given) Judge.CheckFree(given);
        SpriteDataset data = await session.LoadAsync(reference);
        string folder = session.Get(_out) ?? RunFolder.CreateNew($"{Path.GetFileName(Path.TrimEndingDirectorySeparator(reference.Source))}-judge").Path;
        new JudgeWorkflow(session, threads).Train(data, recipe, session.Get(_runs) ?? [], folder);
        return ExitCode.Success;
    }
}
