using System.CommandLine;
using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Show;
using PixelGpt.Cli.Workflows;
using PixelGpt.Data;
using PixelGpt.Models;
using PixelGpt.Models.Families;
using PixelGpt.Runs;
using PixelGpt.Runs.Budget;
using PixelGpt.Training;
using Spectre.Console;

namespace PixelGpt.Cli.Commands;

/// <summary>The options that define the model and the recipe of a new run. What the options do not define is that of the preset.</summary>
internal sealed class NewRunOptions
{
    private static readonly ModelPreset[] LargestFirst = [ModelPreset.Base, ModelPreset.Small, ModelPreset.Tiny];

    private readonly ModelOptions _model;
    private readonly RecipeOptions _recipe;
    private readonly Option<TimeSpan?> _budget = CommonOptions.Duration("--budget", "Time for training. The speed of this machine is measured, and the preset (unless one is given) and the number of epochs are chosen for it.", "90s|2m|1h");

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="hasBudget">Whether the command has <c>--budget</c>.</param>
    public NewRunOptions(Command command, bool hasBudget = true)
    {
        _model = new ModelOptions(command);
        if (hasBudget) command.Options.Add(_budget);
        _recipe = new RecipeOptions(command);
    }

    /// <summary>All options of a model and a recipe.</summary>
    public IReadOnlyList<Option> ModelAndRecipe => [.. _model.All, .. _recipe.All];

    /// <summary>Reads the values that change when a run is resumed. Other options can be given if they have the values of the run, so that the command that started it can be repeated.</summary>
    /// <param name="session">The session.</param>
    /// <param name="record">The record of the run.</param>
    /// <param name="config">The model of the run.</param>
    /// <param name="data">The data set.</param>
    /// <param name="from">The value of <c>--from</c>; null if it is not given.</param>
    /// <exception cref="InputException">An option has another value than the run and cannot change.</exception>
    public RecipeChanges ReadChanges(Session session, TrainingRecord record, ModelConfig config, SpriteDataset data, string? from)
    {
        (RecipeChanges changes, IReadOnlyList<string> refused) = _recipe.ReadChanges(session, record.Recipe);
        refused = [.. refused, .. _model.Refused(session, data, _recipe.BuiltIn(session), config)];
        if (from is not null && record.BaseModel?.IsFrom(from) != true)
            refused = [.. refused, $"--from cannot change: the run started from {record.BaseModel?.Source ?? "random weights"}"];
        if (refused.Count > 0)
            throw new InputException($"{string.Join("; ", refused)}. When a run is resumed, only {string.Join(", ", _recipe.Changeable)}, --threads, --checkpoint-every, --tensorboard and --data (a new location of the same data) can change");
        if (session.Has(_budget)) session.Progress.WriteLine($"note     {_budget.Name} has no effect on a resumed run, whose number of epochs was chosen when it was started");
        return changes;
    }

    /// <summary>Gets whether the options select a model, a recipe or a duration.</summary>
    public bool IsAnyGiven(Session session) => _model.HasModel(session) || _recipe.HasEpochs(session) || session.Has(_budget);

    /// <summary>Checks the options as far as possible without the data set, so that mistakes are found before it is loaded.</summary>
    /// <param name="session">The session.</param>
    /// <param name="baseModel">The model whose weights the run starts from; null for none.</param>
    public void Check(Session session, BaseModelReference? baseModel = null)
    {
        if (session.Has(_budget) && session.Has(_recipe.Epochs)) throw new InputException("give either --budget, which chooses the number of epochs, or --epochs, not both");
        if (baseModel is not null)
        {
            string[] model = [.. _model.Given(session)];
            if (model.Length > 0) throw new InputException($"{string.Join(", ", model)} cannot be given with --from, because the model has the family and size of {baseModel.Source}; leave {(model.Length == 1 ? "it" : "them")} out");
            _ = _recipe.Read(session, PresetRecipe.FineTuningOf(baseModel.LoadConfig().Family));
            return;
        }

        BuiltInRecipe? builtIn = _recipe.BuiltIn(session);
        if (_model.Family(session, builtIn) is { } family) _ = _recipe.Read(session, PresetRecipe.For(family, _model.Preset(session, builtIn)));
    }

    /// <summary>Reads the model and the recipe, and chooses what <c>--budget</c> leaves open.</summary>
    /// <param name="session">The session.</param>
    /// <param name="data">The data set.</param>
    /// <param name="threads">Number of threads to train with.</param>
    /// <param name="epochs">The number of epochs that replaces that of the preset; null for none.</param>
    /// <param name="baseModel">The model whose weights the run starts from; null for none.</param>
    /// <param name="note">Receives what should be said about the recipe; null to print it.</param>
    /// <param name="device">The device whose speed is measured; null for the processor.</param>
    public (ModelConfig Config, TrainingRecipe Recipe) Read(Session session, SpriteDataset data, int threads, int? epochs = null, BaseModelReference? baseModel = null, Action<string>? note = null, DeviceChoice? device = null)
    {
        note ??= text => session.Progress.WriteLine($"note     {text}");
        DefaultRecipe Defaults(ModelConfig config, ModelPreset preset) => baseModel is null ? DefaultRecipe.For(config, preset, data) : DefaultRecipe.ForFineTuning(config, data);
        BudgetCandidate Candidate(ModelPreset preset)
        {
            ModelConfig config = baseModel?.LoadConfig() ?? _model.Read(session, data, _recipe.BuiltIn(session), preset);
            return new BudgetCandidate(preset, config, ReadRecipe(session, Defaults(config, preset), data, epochs));
        }

        BudgetCandidate chosen = Candidate(_model.Preset(session, _recipe.BuiltIn(session)));
        TrainingRecipe recipe = chosen.Recipe;
        if (session.Get(_budget) is { } budget)
        {
            bool isSizeOpen = baseModel is null && PresetRecipe.IsTuned(chosen.Config.Family) && !_model.HasSize(session) && _recipe.BuiltIn(session) is null;
            BudgetChoice choice = Choose(session, budget, isSizeOpen ? [.. LargestFirst.Select(Candidate)] : [chosen], data, threads, device);
            chosen = choice.Candidate;
            recipe = ReadRecipe(session, Defaults(chosen.Config, chosen.Preset), data, choice.Epochs, isFinal: true);
            BudgetDisplay.Write(session.Progress, budget, choice, isSizeOpen);
        }

        if (Defaults(chosen.Config, chosen.Preset).Note is { } text && recipe.BestMetric == SelectionMetric.Loss && !_recipe.HasBestMetric(session))
            note(text);
        return (chosen.Config, recipe);
    }

    private static BudgetChoice Choose(Session session, TimeSpan budget, IReadOnlyList<BudgetCandidate> candidates, SpriteDataset data, int threads, DeviceChoice? device)
    {
        session.Progress.WriteLine("measuring the speed of training");
        var measurement = new SpeedMeasurement(data, threads, session.CancellationToken);
        return TrainingBudget.Choose(budget, candidates, (candidate, duration) => measurement.Measure(candidate.Config, candidate.Recipe, duration, device?.ForTraining(candidate.Config, data, candidate.Recipe)), TimeProvider.System);
    }

    /// <summary>Reads the recipe.</summary>
    /// <param name="session">The session.</param>
    /// <param name="standard">The recipe whose values the options replace.</param>
    /// <param name="data">The data set.</param>
    /// <param name="epochs">The number of epochs that replaces that of the preset; null for none.</param>
    /// <param name="isFinal">Whether <paramref name="epochs"/> also replaces the number in a recipe file or built-in recipe.</param>
    private TrainingRecipe ReadRecipe(Session session, DefaultRecipe standard, SpriteDataset data, int? epochs, bool isFinal = false)
    {
        TrainingRecipe defaults = standard.Recipe;
        if (epochs is { } count) defaults = defaults with { Epochs = count };
        int? forced = isFinal ? epochs : null;

        // The warmup of a preset depends on the number of steps, which other values define.
        int warmup = DefaultRecipe.FitWarmup(_recipe.Read(session, defaults, forced) with { WarmupSteps = defaults.WarmupSteps }, data);
        return _recipe.Read(session, defaults with { WarmupSteps = warmup }, forced);
    }
}
