using System.CommandLine;
using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Show;
using PixelGpt.Cli.Workflows;
using PixelGpt.Data;
using PixelGpt.Models;
using PixelGpt.Runs;
using PixelGpt.Runs.Sweeps;
using PixelGpt.Training;
using Spectre.Console;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt sweep</c></summary>
internal sealed class SweepCommand : Command, IRunnable
{
    private const int DefaultHalving = 3, MaxJobs = 1024, MaxSeeds = 1000;

    private readonly DataOptions _data;
    private readonly SweepSets _sets;
    private readonly Option<int?> _seeds = new("--seeds") { Description = "Number of seeds that each setting is trained with, from --seed on (default: 1).", HelpName = "N" };
    private readonly Option<int?> _folds = new("--folds") { Description = "Cross-validation: divide the train and dev sprites into N folds, train each setting on all folds but one, and score it on that one. The test split is not used.", HelpName = "N" };
    private readonly Option<int?> _halving = new("--halving") { Description = $"All settings are trained for a part of their epochs, then the best one in N of them for N times as many, and so on; 1 trains all to the end (default: {DefaultHalving}).", HelpName = "N" };
    private readonly Option<bool> _noHalving = new("--no-halving") { Description = "Train all settings to the end, as --halving 1." };
    private readonly Option<int?> _jobs = new("--jobs") { Description = "Number of trials at once, which share the threads (default: 1). Results do not depend on it.", HelpName = "N" };
    private readonly NewRunOptions _newRun;
    private readonly Option<string?> _from = new("--from") { Description = "Start all trials from the weights of a model, as in 'pixelgpt train'.", HelpName = "built-in|RUN" };
    private readonly Option<int> _threads = CommonOptions.Threads();
    private readonly Option<string?> _out = CommonOptions.Out("Folder of the sweep, with one run folder per trial (default: a new folder in runs/).");
    private readonly Option<bool> _resume = new("--resume") { Description = "Continue the sweep in --out. The same command again does the same." };
    private readonly Option<double?> _checkpointEvery = CommonOptions.CheckpointEvery();
    private readonly Option<string?> _tensorBoard = CommonOptions.TensorBoard();
    private readonly Option<bool> _mpi = CommonOptions.Mpi("the trials");

    public SweepCommand()
        : base("sweep", "Train models with all combinations of several settings, and compare them. The dev loss ranks the settings; a setting's score is its mean over the seeds.")
    {
        _data = new DataOptions(this);
        _sets = new SweepSets(this, () => _newRun!.ModelAndRecipe);
        foreach (Option option in (Option[])[_seeds, _folds, _halving, _noHalving, _jobs]) Options.Add(option);
        _newRun = new NewRunOptions(this, hasBudget: false);
        foreach (Option option in (Option[])[_from, _threads, _out, _resume, _checkpointEvery, _tensorBoard, _mpi]) Options.Add(option);
    }

    public IReadOnlyList<string> Examples =>
    [
        "pixelgpt sweep --data creatures --set lr=1e-3,2e-3 --set dropout=0.1,0.2 --seeds 3 --out runs/sweep",
        "pixelgpt sweep --data ../my-sprites --set layers=1,2,3 --set dim=64,96 --epochs 30 --no-halving",
        "pixelgpt sweep --data creatures --recipe coursework --set optimizer=adamw,muon --jobs 2",
        "pixelgpt sweep --data creatures --set optimizer=adamw,muon --folds 5 --no-halving",
        "pixelgpt sweep --resume --out runs/sweep",
        "mpirun -n 8 pixelgpt sweep --data creatures --set lr=1e-3,2e-3,4e-3 --seeds 3 --out runs/sweep --mpi",
    ];

    public async Task<int> RunAsync(Session session)
    {
        int threads = session.ReadThreads(_threads), jobs = session.Get(_jobs) ?? 1;
        InputException.Check(jobs is >= 1 and <= MaxJobs, "--jobs", jobs, $"1 to {MaxJobs}");
        var settings = new TrialSettings(jobs, threads, session.ReadSavePolicy(_checkpointEvery));
        if (!session.IsRoot) return await WorkAsync(session, settings);
        (SweepFolder folder, Func<Sweep> open, SpriteDataset data) = session.Get(_resume) ? await ResumeAsync(session) : await CreateAsync(session, threads);
        using RunLock folderLock = folder.Lock();
        return new SweepWorkflow(session, open(), data, settings).Run();
    }

    /// <summary>Runs trials of the sweep of rank 0.</summary>
    private static async Task<int> WorkAsync(Session session, TrialSettings settings)
    {
        var start = SweepStart.Receive(session.Group);
        SpriteDataset data = await session.LoadAsync(start.Plan.Data);
        return SharedSweep.Work(session.Group, start, data, settings, session.CancellationToken) ? ExitCode.Success : ExitCode.Interrupted;
    }

    private async Task<(SweepFolder Folder, Func<Sweep> Open, SpriteDataset Data)> CreateAsync(Session session, int threads)
    {
        if (session.Get(_noHalving) && session.Has(_halving)) throw new InputException("give either --halving or --no-halving, not both");
        int halving = session.Get(_noHalving) ? 1 : session.Get(_halving) ?? DefaultHalving, seeds = session.Get(_seeds) ?? 1;
        InputException.Check(halving is >= 1 and <= HalvingSchedule.MaxFactor, "--halving", halving, $"1 to {HalvingSchedule.MaxFactor}");
        InputException.Check(seeds is >= 1 and <= MaxSeeds, "--seeds", seeds, $"1 to {MaxSeeds}");
        int folds = session.Get(_folds) ?? 0;
        if (session.Has(_folds)) InputException.Check(folds is >= 2 and <= Fold.MaxCount, "--folds", folds, $"2 to {Fold.MaxCount}");
        DataReference reference = _data.ReadRequired(session);
        BaseModelReference? baseModel = session.Get(_from) is { } from ? BaseModelReference.Create(from) : null;
        IReadOnlyList<IReadOnlyList<SweepValue>> combinations = _sets.Read(session);
        if (combinations.Count == 1 && seeds == 1 && folds == 0) throw new InputException("there is nothing to try: give --set NAME=A,B with several values, such as --set lr=1e-3,2e-3, or --seeds N or --folds N");
        Session[] trials = [.. combinations.Select(c => session.With([.. _sets.Arguments(c)]))];
        foreach ((Session trial, IReadOnlyList<SweepValue> values) in trials.Zip(combinations))
        {
            _ = Within(values, () =>
            {
                _newRun.Check(trial, baseModel);
                return values;
            });
        }

        SpriteDataset data = await session.LoadAsync(reference);
        SpriteDataset sprites = folds > 0 ? new Fold(1, folds, Seed: 0).Of(data) : data;
        if (folds == 0 && !DefaultRecipe.HasDevSprites(data)) throw new InputException($"{data.Name}: the dev split has no complete sprites, which are needed to rank the settings; give --splits, such as 0.8,0.1,0.1");
        var notes = new List<string>();
        SweepSetting[] settings = [.. trials.Zip(combinations, (trial, values) => Read(trial, values, sprites, threads, baseModel, notes))];
        foreach (string note in notes.Distinct()) session.Progress.WriteLine($"note     {note}");
        ulong first = settings[0].Recipe.Seed;
        var plan = new SweepPlan
        {
            Data = reference,
            Dataset = DataDescription.Of(data),
            Arguments = [.. _newRun.ModelAndRecipe.Where(o => o.Name != "--seed").Append(_from).SelectMany(session.Arguments)],
            BaseModel = baseModel,
            Settings = settings,
            Seeds = [.. Enumerable.Range(0, seeds).Select(i => first + (ulong)i)],
            Folds = folds,
            Halving = halving,
            TensorBoard = session.Get(_tensorBoard) is { } events ? Path.GetFullPath(events) : null,
        };
        plan.Validate();
        if (plan.Trials.Select(t => t.Fold).OfType<Fold>().Distinct().Any(fold => !DefaultRecipe.HasDevSprites(fold.Of(data)))) throw new InputException($"{data.Name}: a fold has no complete sprites, which are needed to rank the settings; give fewer --folds");
        var folder = new SweepFolder(session.Get(_out) ?? RunFolder.CreateNew($"{reference.Name}-sweep").Path);
        return (folder, () => Open(folder, plan), data);
    }

    private async Task<(SweepFolder Folder, Func<Sweep> Open, SpriteDataset Data)> ResumeAsync(Session session)
    {
        var folder = new SweepFolder(session.Get(_out) ?? throw new InputException("--resume requires --out, the folder of the sweep"));
        string[] given = [.. _newRun.ModelAndRecipe.Concat([_from, _sets.Option, _seeds, _folds, _halving, _noHalving, _tensorBoard]).Where(session.Has).Select(o => o.Name)];
        if (given.Length > 0) throw new InputException($"{string.Join(", ", given)} cannot change when a sweep is resumed; only --jobs, --threads, --checkpoint-every and --data (a new location of the same data) can");
        DataReference reference = _data.ReadMoved(session, Sweep.Load(folder).Plan.Data);
        SpriteDataset data = await session.LoadAsync(reference);
        return (folder, () => Sweep.Load(folder, reference, data), data);
    }

    private SweepSetting Read(Session trial, IReadOnlyList<SweepValue> values, SpriteDataset data, int threads, BaseModelReference? baseModel, List<string> notes) => Within(values, () =>
    {
        (ModelConfig config, TrainingRecipe recipe) = _newRun.Read(trial, data, threads, baseModel: baseModel, note: notes.Add);
        recipe.CheckSupported(config.Description);
        return new SweepSetting { Values = values, Arguments = [.. _sets.Arguments(values)], Recipe = recipe, Model = config.ToJson() };
    });

    /// <summary>Opens the sweep in a folder if it is the same, so that the same command continues it.</summary>
    private static Sweep Open(SweepFolder folder, SweepPlan plan)
    {
        if (!folder.HasSweep) return Sweep.Create(folder, plan);
        var sweep = Sweep.Load(folder);
        return sweep.Plan.HasSameTrials(plan)
            ? sweep
            : throw new InputException($"{folder.Path}: the folder has a sweep with other settings; continue that one with --resume --out {DisplayFormat.Argument(folder.Path)}, or give another --out");
    }

    /// <summary>Runs a check of a combination. With several values, the message of an error says which combination it is about.</summary>
    private static T Within<T>(IReadOnlyList<SweepValue> values, Func<T> check) => values.Count < 2 ? check() : InputException.Within(string.Join(' ', values), check);
}
