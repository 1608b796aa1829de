using System.CommandLine;
using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Show;
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
    private readonly Option<string[]> _runs = new("--runs") { Description = "Runs whose completions are used as further negatives, one kind per run.", HelpName = "RUN", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> _model = new("--model") { Description = $"Model family of the judge's generator (default: {Defaults.Model}).", HelpName = string.Join('|', ModelFamily.All.Select(f => f.ModelType)) };
    private readonly Option<int?> _copies = new("--copies") { Description = $"Copies of each sprite per epoch: one unchanged, the others mirrored and shifted (default: {Defaults.Copies}).", HelpName = "N" };
    private readonly Option<int?> _generatorEpochs = new("--generator-epochs") { Description = $"Epochs of training the generator (default: {Defaults.GeneratorEpochs}).", HelpName = "N" };
    private readonly Option<double?> _generatorLr = CommonOptions.Number("--generator-lr", $"Maximum learning rate of the generator (default: {Defaults.GeneratorLearningRate}).");
    private readonly Option<int?> _rounds = new("--rounds") { Description = $"Negatives per sprite and kind (default: {Defaults.NegativeRounds}).", HelpName = "N" };
    private readonly Option<int?> _epochs = new("--epochs") { Description = $"Epochs of training the judge (default: {Defaults.Epochs}).", HelpName = "N" };
    private readonly Option<double?> _lr = CommonOptions.Number("--lr", $"Maximum learning rate of the judge (default: {Defaults.LearningRate}).");
    private readonly Option<double?> _promptFraction = CommonOptions.Number("--prompt-fraction", $"Fraction of each picture that is the prompt of completions (default: {Defaults.PromptFraction}).", "FRACTION", "--keep");
    private readonly Option<double?> _passRate = CommonOptions.Number("--pass-rate", $"Fraction of real dev sprites that the threshold accepts (default: {Defaults.PassRate}).", "FRACTION");
    private readonly Option<bool> _noHeldOut = new("--no-held-out") { Description = "Do not compute the figures for unseen kinds of negatives." };
    private readonly Option<ulong?> _seed = CommonOptions.Seed();
    private readonly Option<int> _threads = CommonOptions.Threads();
    private readonly Option<string?> _out = CommonOptions.Out("Folder of the new judge (default: a new folder in runs/).");

    public JudgeTrainCommand()
        : base("train", "Train a judge on real sprites and on negatives made from them.")
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
        DataReference reference = _data.ReadRequired(session);
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
        string folder = session.Get(_out) ?? RunFolder.CreateNew($"{reference.Name}-judge").Path;
        session.CheckWritable(folder);
        new JudgeWorkflow(session, threads).Train(data, recipe, session.Get(_runs) ?? [], folder);
        return ExitCode.Success;
    }
}
