using System.CommandLine;
using PixelGpt.Runs;
using PixelGpt.Training;

namespace PixelGpt.Cli.Commands;

/// <summary>The options that make up a recipe: the defaults, then the recipe file, then what the command line says.</summary>
internal sealed class RecipeOptions
{
    private readonly Option<string?> _recipe = new("--recipe") { Description = "Take all values below from a JSON file, or from a run's training.json", HelpName = "FILE" };
    private readonly Option<int?> _epochs = new("--epochs") { Description = "Passes over the training split (default: 50)", HelpName = "N" };
    private readonly Option<int?> _batch = new("--batch") { Description = "Sprites a step (default: 16)", HelpName = "N" };
    private readonly Option<double?> _lr = CommonOptions.Number("--lr", "Learning rate (default: 0.001)");
    private readonly Option<double?> _weightDecay = CommonOptions.Number("--weight-decay", "AdamW's weight decay (default: 0.1)");
    private readonly Option<double?> _beta1 = CommonOptions.Number("--adam-beta1", "AdamW's β₁ (default: 0.9)");
    private readonly Option<double?> _beta2 = CommonOptions.Number("--adam-beta2", "AdamW's β₂ (default: 0.999)");
    private readonly Option<double?> _epsilon = CommonOptions.Number("--adam-epsilon", "AdamW's ε (default: 1e-8)");
    private readonly Option<string?> _schedule = new("--schedule") { Description = "How the learning rate moves (default: constant)", HelpName = "constant|cosine" };
    private readonly Option<int?> _warmup = new("--warmup") { Description = "Steps over which the learning rate rises from 0 (default: 0)", HelpName = "STEPS" };
    private readonly Option<double?> _clip = CommonOptions.Number("--clip", "Clip the gradient's norm to this (default: 0, not at all)");
    private readonly Option<bool?> _skipBadSteps = new("--skip-bad-steps") { Description = "Leave out a step with a NaN, an infinite gradient or a loss that has run away, instead of ending there", Arity = ArgumentArity.Zero };
    private readonly Option<string?> _bestMetric = new("--best-metric", "--keep-best") { Description = "Metric that selects the epoch whose weights the model gets: the lowest loss or the lowest dev-loss (default: loss)", HelpName = "loss|dev-loss" };
    private readonly Option<double?> _promptFraction = CommonOptions.PromptFraction();
    private readonly Option<ulong?> _seed = CommonOptions.Seed("What all chance follows from (default: 0)");

    public RecipeOptions(Command command)
    {
        _schedule.AcceptOnly("constant", "cosine");
        _bestMetric.AcceptOnly("loss", "dev-loss");
        foreach (Option option in Values.Prepend(_recipe)) command.Options.Add(option);
    }

    /// <summary>The only one that may change when a run goes on.</summary>
    public Option<int?> Epochs => _epochs;

    private Option[] Values => [_epochs, _batch, _lr, _weightDecay, _beta1, _beta2, _epsilon, _schedule, _warmup, _clip, _skipBadSteps, _bestMetric, _promptFraction, _seed];

    /// <summary>The names of those given beside <see cref="Epochs"/>.</summary>
    public IEnumerable<string> GivenBesideEpochs(Session session) => Values.Prepend(_recipe).Where(o => o != _epochs && session.Has(o)).Select(o => o.Name);

    /// <summary>The recipe.</summary>
    public TrainingRecipe Read(Session session)
    {
        TrainingRecipe recipe = session.Get(_recipe) is { } file ? RecipeFile.Load(file) : new TrainingRecipe();
        recipe = recipe with
        {
            Epochs = session.Get(_epochs) ?? recipe.Epochs,
            BatchSize = session.Get(_batch) ?? recipe.BatchSize,
            LearningRate = session.Get(_lr) ?? recipe.LearningRate,
            WeightDecay = session.Get(_weightDecay) ?? recipe.WeightDecay,
            AdamBeta1 = session.Get(_beta1) ?? recipe.AdamBeta1,
            AdamBeta2 = session.Get(_beta2) ?? recipe.AdamBeta2,
            AdamEpsilon = session.Get(_epsilon) ?? recipe.AdamEpsilon,
            LrSchedulerType = session.Get(_schedule) switch { null => recipe.LrSchedulerType, "cosine" => LearningRateScheduleType.Cosine, _ => LearningRateScheduleType.Constant },
            WarmupSteps = session.Get(_warmup) ?? recipe.WarmupSteps,
            MaxGradNorm = session.Get(_clip) ?? recipe.MaxGradNorm,
            SkipBadSteps = session.Get(_skipBadSteps) ?? recipe.SkipBadSteps,
            BestMetric = session.Get(_bestMetric) switch { null => recipe.BestMetric, "dev-loss" => SelectionMetric.DevLoss, _ => SelectionMetric.Loss },
            PromptFraction = session.Get(_promptFraction) ?? recipe.PromptFraction,
            Seed = session.Get(_seed) ?? recipe.Seed,
        };
        recipe.Validate();
        return recipe;
    }
}
