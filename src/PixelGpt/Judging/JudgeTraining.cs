using PixelGpt.Data;
using PixelGpt.Judging.Measures;
using PixelGpt.Judging.Negatives;
using PixelGpt.Models;
using PixelGpt.Models.Families;
using PixelGpt.Numerics;

namespace PixelGpt.Judging;

/// <summary>
/// The making of a judge: a generator learns to draw the train split; a judge that begins as it learns to tell real
/// sprites from negatives; temperature and threshold are set on dev; the figures come of test. Then, for each kind of
/// negative, another judge that has never seen that kind is tested on it.
/// </summary>
public sealed class JudgeTraining
{
    /// <summary>Negatives of each kind that are made of each dev and test sprite.</summary>
    private const int ScoredRounds = 2;

    private readonly SpriteDataset _data;
    private readonly JudgeRecipe _recipe;
    private readonly IReadOnlyList<INegativeKind> _more;
    private readonly int _threads;
    private readonly ModelConfig _config;
    private readonly Sprite[] _train;
    private readonly Sprite[] _dev;
    private readonly Sprite[] _test;

    /// <summary>Makes sure that a judge can be made of this.</summary>
    /// <param name="data">The data: whole sprites in train and dev, and in test for the final figures.</param>
    /// <param name="recipe">How.</param>
    /// <param name="more">Kinds of negatives beside those there always are, such as <see cref="CompletionNegatives"/> of finished runs.</param>
    /// <param name="threads">How many threads to use; results do not depend on it.</param>
    /// <exception cref="InputException">There are too few whole sprites, a kind's name is taken, or the recipe is unsound.</exception>
    public JudgeTraining(SpriteDataset data, JudgeRecipe recipe, IReadOnlyList<INegativeKind> more, int threads)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(more);
        recipe.Validate();
        _ = SequenceViews.PromptLength(data.Area, recipe.Keep);
        _data = data;
        _recipe = recipe;
        _more = more;
        _threads = threads;
        _config = ModelConfig.Default(ModelFamily.All[0], data.Palette.Count, data.Width, data.Height);
        _train = Whole(SpriteDataset.Train);
        _dev = Whole(SpriteDataset.Dev);
        _test = data.Splits.ContainsKey(SpriteDataset.Test) ? [.. data[SpriteDataset.Test].Where(s => s.IsComplete)] : [];
    }

    /// <summary>Makes it.</summary>
    /// <param name="listener">Hears how it goes on.</param>
    /// <param name="stop">Asks for an end after the step under way.</param>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    /// <exception cref="InputException">The sprites are too much alike to make negatives of.</exception>
    public Judge Run(IJudgeListener listener, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(listener);
        int kinds = KindsOf(null).Length, judges = _recipe.HeldOutKinds ? kinds + 1 : 1;
        var progress = new JudgeProgress(listener, (long)_train.Length * (_recipe.GeneratorEpochs + (2L * _recipe.Epochs * judges)));
        listener.StageBegun($"a generator learns to draw ({_recipe.GeneratorEpochs} epochs)");
        var generator = JudgeGenerator.Train(_config, _data, _train, _recipe, _threads, progress, stop);
        INegativeKind[] all = KindsOf(generator);
        listener.StageBegun($"making negatives: {string.Join(", ", all.Select(k => k.Name))}");
        var train = PictureSet.Make(SpriteDataset.Train, _train, all, _recipe.NegativeRounds, _recipe, stop);
        var dev = PictureSet.Make(SpriteDataset.Dev, _dev, all, ScoredRounds, _recipe, stop);
        PictureSet? test = _test.Length >= 2 ? PictureSet.Make(SpriteDataset.Test, _test, all, ScoredRounds, _recipe, stop) : null;

        using var pool = new WorkerPool(_threads);
        listener.StageBegun($"the judge learns from all {kinds} kinds");
        Trained judge = Train(generator, train, dev, pool, progress, stop);
        var heldOut = new List<KindFigures>();
        foreach (INegativeKind kind in _recipe.HeldOutKinds ? all : [])
        {
            listener.StageBegun($"another learns without '{kind.Name}', to be tested on it");
            Trained other = Train(generator, train.Without(kind.Name), dev.Without(kind.Name), pool, progress, stop);
            heldOut.Add(other.FiguresOf(test ?? dev, pool, stop).Kinds.Single(k => k.Kind == kind.Name));
        }

        var record = new JudgeRecord
        {
            Data = _data.Name,
            DataChecksum = _data.Checksum(),
            Width = _data.Width,
            Height = _data.Height,
            Seed = _recipe.Seed,
            Recipe = _recipe,
            Negatives = [.. all.Select(k => new KindDescription(k.Name, k.Description))],
            KeptEpoch = judge.KeptEpoch,
            Temperature = judge.Temperature,
            Threshold = judge.Threshold,
            DevPassRate = _recipe.PassRate,
            Dev = judge.FiguresOf(dev, pool, stop),
            Test = test is null ? null : judge.FiguresOf(test, pool, stop),
            HeldOutKinds = heldOut,
        };
        return new Judge(judge.Network, _config, _data.Palette, record);
    }

    /// <summary>Every kind of negative; without a generator only their number and names are of use.</summary>
    private INegativeKind[] KindsOf(JudgeGenerator? generator)
    {
        INegativeKind[] kinds =
        [
            new SplicedNegatives(),
            new ShuffledBlocksNegatives(),
            new RecoloredNegatives(),
            new CompletionNegatives("early", $"completions of a generator of {_recipe.EarlyEpoch} epochs", generator?.Early!, _threads),
            new CompletionNegatives("late", $"completions of a generator of {_recipe.GeneratorEpochs} epochs", generator?.Late!, _threads),
            .. _more,
        ];
        return kinds.GroupBy(k => k.Name).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? throw new InputException($"two kinds of negatives are called '{twice.Key}'; rename a run's folder")
            : kinds;
    }

    private Trained Train(JudgeGenerator generator, PictureSet train, PictureSet dev, WorkerPool pool, JudgeProgress progress, CancellationToken stop)
    {
        var network = new JudgeNetwork(_config);
        network.BeginAs(generator.Late.Transformer);
        int kept = new JudgeTrainer(network, train, dev, _recipe, pool).Run(progress, stop);
        SetLogits logits = dev.Score(new PictureScorer(network, pool), stop);
        return new Trained(network, kept, TemperatureScaling.Fit(logits.Balanced()), RocCurve.ThresholdFor(logits.Real, _recipe.PassRate));
    }

    private Sprite[] Whole(string split)
    {
        Sprite[] sprites = [.. _data[split].Where(s => s.IsComplete)];
        return sprites.Length >= 2 ? sprites : throw new InputException($"{_data.Name}: split '{split}' has {sprites.Length} sprites that are known whole; a judge needs at least 2, and many for good figures");
    }

    private sealed record Trained(JudgeNetwork Network, int KeptEpoch, double Temperature, double Threshold)
    {
        public JudgeFigures FiguresOf(PictureSet set, WorkerPool pool, CancellationToken stop) =>
            JudgeFigures.Of(set, set.Score(new PictureScorer(Network, pool), stop), Threshold, Temperature);
    }
}
