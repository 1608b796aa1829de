using System.CommandLine;
using System.Text.Json.Nodes;
using PixelGpt.Cli.Hosting;
using PixelGpt.Runs;
using PixelGpt.Training;

namespace PixelGpt.Cli.Commands;

/// <summary>The options of a recipe. Options override the values of the built-in recipe or recipe file, which override those of the preset.</summary>
internal sealed class RecipeOptions
{
    private readonly Option<string?> _recipe = new("--recipe")
    {
        Description = "The values of the options below: coursework (GPT-2, 50 epochs, AdamW, lowest training loss), a JSON file, or the training.json of a run (default: the recipe of the preset).",
        HelpName = $"{string.Join('|', BuiltInRecipe.Names)}|FILE",
    };

    private readonly Option<int?> _epochs = new("--epochs") { Description = "Number of epochs.", HelpName = "N" };
    private readonly Option<int?> _batch = new("--batch") { Description = "Batch size, in sprites.", HelpName = "N" };
    private readonly Option<double?> _lr = CommonOptions.Number("--lr", "Learning rate; with a cosine schedule, the peak.");
    private readonly Option<string?> _optimizer = new("--optimizer") { Description = "Optimizer: AdamW for all parameters, or Muon for the matrices of the blocks and AdamW for the rest.", HelpName = "adamw|muon" };
    private readonly Option<double?> _muonLr = CommonOptions.Number("--muon-lr", "Learning rate of the matrices that Muon updates; 0 for that of --lr, which all other parameters have.");
    private readonly Option<double?> _weightDecay = CommonOptions.Number("--weight-decay", "Weight decay of the optimizer.");
    private readonly Option<double?> _beta1 = CommonOptions.Number("--adam-beta1", "β₁ of AdamW.");
    private readonly Option<double?> _beta2 = CommonOptions.Number("--adam-beta2", "β₂ of AdamW.");
    private readonly Option<double?> _epsilon = CommonOptions.Number("--adam-epsilon", "ε of AdamW.");
    private readonly Option<string?> _schedule = new("--schedule") { Description = "Learning-rate schedule.", HelpName = "constant|cosine" };
    private readonly Option<int?> _warmup = new("--warmup") { Description = "Warmup steps, during which the learning rate rises from 0 (default: that of the recipe, but at most a tenth of all steps for the recipe of a preset).", HelpName = "STEPS" };
    private readonly Option<double?> _minLrRatio = CommonOptions.Number("--min-lr-ratio", "Learning rate at the end of a cosine schedule, as a fraction of --lr.");
    private readonly Option<bool?> _decayMatricesOnly = Switch("--decay-matrices-only", "Apply weight decay to matrices only, not to norms and biases.");
    private readonly Option<double?> _ema = CommonOptions.Number("--ema", "Decay rate of an exponential moving average of the weights, such as 0.995. The average is scored and saved as the model; 0 for no averaging.", "DECAY");
    private readonly Option<double?> _clip = CommonOptions.Number("--clip", "Maximum gradient norm; larger gradients are scaled down; 0 for no clipping.");
    private readonly Option<bool?> _flip = Switch("--flip", "Mirror pictures left to right at random.");
    private readonly Option<bool?> _rotate = Switch("--rotate", "Rotate pictures by quarter turns at random.");
    private readonly Option<int?> _maxShift = new("--max-shift") { Description = "Move pictures at random by up to N pixels in each direction; 0 for none.", HelpName = "N" };
    private readonly Option<bool?> _recolor = Switch("--recolor", "Change hue, chroma and lightness of all colours at random. Requires a model with colour features.");
    private readonly Option<double?> _maskFraction = CommonOptions.Number("--mask-fraction", "Fraction of pictures that are trained with a random mask, so that the model can fill any part of a picture. Requires a model with 'pixel_order' any.", "FRACTION");
    private readonly Option<bool?> _skipBadSteps = new("--skip-bad-steps") { Description = "Skip bad steps (loss or gradient not finite, or loss too large) instead of stopping.", Arity = ArgumentArity.Zero };
    private readonly Option<string?> _bestMetric = new("--best-metric", "--keep-best") { Description = "Metric that selects the best epoch, whose weights the model gets: training loss or dev loss.", HelpName = "loss|dev-loss" };
    private readonly Option<int?> _patience = new("--patience") { Description = "Stop early after N epochs without improvement of the best metric; 0 for no early stopping.", HelpName = "N" };
    private readonly Option<double?> _promptFraction = CommonOptions.PromptFraction();
    private readonly Option<ulong?> _seed = CommonOptions.Seed();

    public RecipeOptions(Command command)
    {
        _recipe.CompletionSources.Add([.. BuiltInRecipe.Names]);
        _optimizer.AcceptOnly("adamw", "muon");
        _schedule.AcceptOnly("constant", "cosine");
        _bestMetric.AcceptOnly("loss", "dev-loss");
        foreach (Option option in All) command.Options.Add(option);
    }

    /// <summary>The number of epochs.</summary>
    public Option<int?> Epochs => _epochs;

    /// <summary>All options.</summary>
    public IReadOnlyList<Option> All => [_recipe, .. Values];

    private Option[] Values => [_epochs, _batch, _lr, _optimizer, _muonLr, _weightDecay, _decayMatricesOnly, _beta1, _beta2, _epsilon, _schedule, _warmup, _minLrRatio, _ema, _clip, _flip, _rotate, _maxShift, _recolor, _maskFraction, _skipBadSteps, _bestMetric, _patience, _promptFraction, _seed];

    /// <summary>The names of the options whose values can change when a run is resumed.</summary>
    public IReadOnlyList<string> Changeable => [_epochs.Name, _lr.Name, _muonLr.Name, _clip.Name, _skipBadSteps.Name];

    /// <summary>Reads the values that change when a run is resumed. Other options can be given if they have the values of the run.</summary>
    /// <param name="session">The session.</param>
    /// <param name="recorded">The recipe of the run.</param>
    /// <returns>The changes, and one description per option that cannot change.</returns>
    public (RecipeChanges Changes, IReadOnlyList<string> Refused) ReadChanges(Session session, TrainingRecipe recorded)
    {
        var changes = new RecipeChanges(session.Get(_epochs), session.Get(_lr), session.Get(_muonLr), session.Get(_clip), session.Get(_skipBadSteps));
        TrainingRecipe given = Read(session, recorded) with
        {
            Epochs = recorded.Epochs,
            LearningRate = recorded.LearningRate,
            MuonLearningRate = recorded.MuonLearningRate,
            MaxGradNorm = recorded.MaxGradNorm,
            SkipBadSteps = recorded.SkipBadSteps,
        };
        JsonObject before = ValuesOf(recorded), after = ValuesOf(given);
        return (changes, [.. before.Where(v => !JsonNode.DeepEquals(v.Value, after[v.Key])).Select(v => $"{SettingNames.OptionOf(v.Key)} cannot change from {v.Value} to {after[v.Key]}")]);
    }

    /// <summary>Gets whether the options select a recipe or its number of epochs.</summary>
    public bool HasEpochs(Session session) => session.Has(_recipe) || session.Has(_epochs);

    /// <summary>Gets whether the best metric is given as an option.</summary>
    public bool HasBestMetric(Session session) => session.Has(_bestMetric);

    /// <summary>Gets the built-in recipe that is given; null if none is.</summary>
    public BuiltInRecipe? BuiltIn(Session session) => session.Get(_recipe) is { } name ? BuiltInRecipe.Find(name) : null;

    /// <summary>Reads and validates the recipe.</summary>
    /// <param name="session">The session.</param>
    /// <param name="defaults">The recipe of the preset; not used with a built-in recipe or the record of a run.</param>
    /// <param name="epochs">The number of epochs, which overrides all others; null for none.</param>
    public TrainingRecipe Read(Session session, TrainingRecipe defaults, int? epochs = null)
    {
        TrainingRecipe recipe = ReadBase(session, defaults);
        recipe = recipe with
        {
            Epochs = epochs ?? session.Get(_epochs) ?? recipe.Epochs,
            BatchSize = session.Get(_batch) ?? recipe.BatchSize,
            LearningRate = session.Get(_lr) ?? recipe.LearningRate,
            Optimizer = session.Get(_optimizer) switch { null => recipe.Optimizer, "muon" => OptimizerType.Muon, _ => OptimizerType.AdamW },
            MuonLearningRate = session.Get(_muonLr) ?? recipe.MuonLearningRate,
            WeightDecay = session.Get(_weightDecay) ?? recipe.WeightDecay,
            DecayMatricesOnly = session.Get(_decayMatricesOnly) ?? recipe.DecayMatricesOnly,
            AdamBeta1 = session.Get(_beta1) ?? recipe.AdamBeta1,
            AdamBeta2 = session.Get(_beta2) ?? recipe.AdamBeta2,
            AdamEpsilon = session.Get(_epsilon) ?? recipe.AdamEpsilon,
            LrSchedulerType = session.Get(_schedule) switch { null => recipe.LrSchedulerType, "cosine" => LearningRateScheduleType.Cosine, _ => LearningRateScheduleType.Constant },
            WarmupSteps = session.Get(_warmup) ?? recipe.WarmupSteps,
            MinLrRatio = session.Get(_minLrRatio) ?? recipe.MinLrRatio,
            Ema = session.Get(_ema) ?? recipe.Ema,
            MaxGradNorm = session.Get(_clip) ?? recipe.MaxGradNorm,
            Flip = session.Get(_flip) ?? recipe.Flip,
            Rotate = session.Get(_rotate) ?? recipe.Rotate,
            MaxShift = session.Get(_maxShift) ?? recipe.MaxShift,
            Recolor = session.Get(_recolor) ?? recipe.Recolor,
            MaskFraction = session.Get(_maskFraction) ?? recipe.MaskFraction,
            SkipBadSteps = session.Get(_skipBadSteps) ?? recipe.SkipBadSteps,
            BestMetric = session.Get(_bestMetric) switch { null => recipe.BestMetric, "dev-loss" => SelectionMetric.DevLoss, _ => SelectionMetric.Loss },
            Patience = session.Get(_patience) ?? recipe.Patience,
            PromptFraction = session.Get(_promptFraction) ?? recipe.PromptFraction,
            Seed = session.Get(_seed) ?? recipe.Seed,
        };
        recipe.Validate();
        return recipe;
    }

    private static JsonObject ValuesOf(TrainingRecipe recipe) => JsonNode.Parse(RecipeFile.ToJson(recipe))!.AsObject();

    private static Option<bool?> Switch(string name, string description) => new(name) { Description = description, HelpName = "true|false", Arity = ArgumentArity.ZeroOrOne };

    private TrainingRecipe ReadBase(Session session, TrainingRecipe defaults)
    {
        if (session.Get(_recipe) is not { } name) return defaults;
        if (BuiltIn(session) is { } builtIn) return builtIn.Recipe;
        return File.Exists(name) ? RecipeFile.Load(name, defaults) : throw new InputException($"--recipe must be {UsageError.Choices([.. BuiltInRecipe.Names])} or a file (no such file: '{name}')");
    }
}
