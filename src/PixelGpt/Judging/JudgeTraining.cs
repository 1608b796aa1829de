using PixelGpt.Data;
using PixelGpt.Judging.Negatives;
using PixelGpt.Models;
using PixelGpt.Models.Families;
using PixelGpt.Numerics;

namespace PixelGpt.Judging;

/// <summary>
/// Trains a judge: trains a generator on the train split; trains a head to distinguish real sprites from negatives by their
/// surprisal profiles; chooses threshold, temperature and epoch on dev; and computes the figures on test. For each kind of
/// negative it also trains a head without that kind and tests it on that kind.
/// </summary>
internal sealed class JudgeTraining
{
    /// <summary>The number of negatives of each kind per dev and test sprite.</summary>
    private const int ScoredRounds = 2;

    private const ulong CopyTag = 0x6A63000000000000;
    private const ulong ExampleTag = 0x6A6E000000000000;

    private readonly SpriteDataset _data;
    private readonly JudgeRecipe _recipe;
    private readonly IReadOnlyList<INegativeKind> _additionalKinds;
    private readonly int _threads;
    private readonly ModelConfig _config;
    private readonly Sprite[] _train;
    private readonly Sprite[] _dev;
    private readonly Sprite[] _test;

    /// <summary>Prepares the training and checks its inputs.</summary>
    /// <param name="data">The data set, with complete sprites in train and dev, and in test for the final figures.</param>
    /// <param name="recipe">The hyperparameters.</param>
    /// <param name="additionalKinds">Kinds of negatives besides the built-in ones, such as <see cref="CompletionNegatives"/> of other runs.</param>
    /// <param name="threads">Number of threads to use; results do not depend on it.</param>
    /// <exception cref="InputException">There are too few complete sprites, the sprites have mixed sizes, two kinds have the same name, or a hyperparameter is out of range.</exception>
    public JudgeTraining(SpriteDataset data, JudgeRecipe recipe, IReadOnlyList<INegativeKind> additionalKinds, int threads)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(additionalKinds);
        recipe.Validate();
        data.CheckOneSize("a judge");
        _ = SequenceViews.PromptLength(data.Area, recipe.PromptFraction);
        _data = data;
        _recipe = recipe;
        _additionalKinds = additionalKinds;
        _threads = threads;
        _config = ModelConfig.Default(ModelFamily.Find(recipe.Model), data.Palette.Count, data.Width, data.Height);
        _train = CompleteSprites(SpriteDataset.Train);
        _dev = CompleteSprites(SpriteDataset.Dev);
        _test = data.Splits.ContainsKey(SpriteDataset.Test) ? [.. data[SpriteDataset.Test].Where(s => s.IsComplete)] : [];
        if (KindsOf(null).GroupBy(k => k.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new InputException($"two kinds of negatives have the name '{twice.Key}'; rename the folder of a run");
    }

    private bool HasTest => _test.Length >= 2;

    /// <summary>Trains the judge.</summary>
    /// <param name="listener">Receives progress.</param>
    /// <param name="stop">Cancellation token; checked once per step and picture.</param>
    /// <returns>The judge.</returns>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    /// <exception cref="InputException">The sprites are too similar to make negatives from them.</exception>
    /// <exception cref="FailureException">A loss is not finite.</exception>
    public Judge Run(IJudgeListener listener, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(listener);
        Sprite[] copies = [.. Enumerable.Range(0, _recipe.Copies).SelectMany(copy => _train.Select((s, i) => Copy(s, copy, i)))];
        var generator = JudgeGenerator.Train(new GeneratorData(_config, _data.Palette, copies, _dev), _recipe, _threads, listener, stop);
        var progress = new JudgeStageProgress(listener);
        using var pool = new WorkerPool(_threads);
        return TrainHeads(generator.Late, CreateExamples(generator, pool, progress, stop), pool, listener, stop);
    }

    /// <summary>Makes negatives and computes the profiles of real sprites and negatives.</summary>
    private JudgeExamples CreateExamples(JudgeGenerator generator, WorkerPool pool, JudgeStageProgress progress, CancellationToken stop)
    {
        INegativeKind[] kinds = KindsOf(generator);
        int rounds = _recipe.NegativeRounds + (HasTest ? 2 * ScoredRounds : ScoredRounds);
        progress.Start($"making negatives: {string.Join(", ", kinds.Select(k => k.Name))}", "sets", kinds.Length * rounds);
        var maker = new NegativeMaker(kinds, _recipe, progress.Add);
        IReadOnlyList<Sprite>[] train = maker.Make(SpriteDataset.Train, _train, _recipe.NegativeRounds, stop), dev = maker.Make(SpriteDataset.Dev, _dev, ScoredRounds, stop);
        IReadOnlyList<Sprite>[] test = HasTest ? maker.Make(SpriteDataset.Test, _test, ScoredRounds, stop) : [];
        for (int kind = 0; kind < train.Length; kind++) train[kind] = Augment(train[kind], kind);

        // The real sprites are augmented again, because the head would recognise the generator's training sprites by their low surprisal.
        Sprite[] real = Augment([.. Enumerable.Repeat(_train, _recipe.Copies).SelectMany(s => s)], train.Length);

        var profiler = new SurprisalProfiler(generator.Late.Transformer, _data.Width, _data.Height, _recipe.PromptFraction, pool);
        string[] names = [.. kinds.Select(k => k.Name)];
        LabeledProfiles Profile(string split, Sprite[] real, IReadOnlyList<Sprite>[] negatives) =>
            new(split, profiler.Profile(real, progress.Add, stop), names, [.. negatives.Select(n => profiler.Profile(n, progress.Add, stop))]);
        progress.Start("computing surprisal profiles", "pictures", real.Length + _dev.Length + (HasTest ? _test.Length : 0) + train.Concat(dev).Concat(test).Sum(n => n.Count));
        return new JudgeExamples(
            kinds, Profile(SpriteDataset.Train, real, train), Profile(SpriteDataset.Dev, _dev, dev), HasTest ? Profile(SpriteDataset.Test, _test, test) : null);
    }

    /// <summary>Trains the heads and creates the judge with its figures.</summary>
    private Judge TrainHeads(PixelModel generator, JudgeExamples examples, WorkerPool pool, IJudgeListener listener, CancellationToken stop)
    {
        (IReadOnlyList<INegativeKind> kinds, LabeledProfiles train, LabeledProfiles dev, LabeledProfiles? test) = examples;
        string?[] heldOut = _recipe.HeldOutKinds ? [null, .. kinds.Select(k => k.Name)] : [null];
        var trained = new TrainedHead[heldOut.Length];
        var progress = new JudgeStageProgress(listener);
        progress.Start(heldOut.Length > 1 ? "training the judge, and one without each kind of negative" : "training the judge", "judges", heldOut.Length);
        pool.Run(trained.Length, (i, _) =>
        {
            if (stop.IsCancellationRequested) return;
            trained[i] = heldOut[i] is { } kind ? TrainedHead.Train(train.Without(kind), dev.Without(kind), _recipe) : TrainedHead.Train(train, dev, _recipe);
            progress.Add();
        });
        stop.ThrowIfCancellationRequested();
        for (int i = 0; i < trained.Length; i++) listener.JudgeTrained(heldOut[i], trained[i].DevArea);
        TrainedHead judge = trained[0];
        var record = new JudgeRecord
        {
            Data = _data.Name,
            DataChecksum = _data.Checksum(),
            Width = _data.Width,
            Height = _data.Height,
            Recipe = _recipe,
            Negatives = [.. kinds.Select(k => new NegativeKindDescription(k.Name, k.Description))],
            BestEpoch = judge.BestEpoch,
            Temperature = judge.Temperature,
            Threshold = judge.Threshold,
            Dev = judge.FiguresOf(dev),
            Test = test is null ? null : judge.FiguresOf(test),
            HeldOutKinds = [.. trained.Skip(1).Select((head, i) => head.FiguresOf(test ?? dev).Kinds[i])],
        };
        var references = new ReferencePictures(_test, _train, SequenceViews.PromptLength(_data.Area, _recipe.PromptFraction));
        return new Judge(generator, judge.Head, record with { References = DetectionRates.RatesOf(new Judge(generator, judge.Head, record), references, _threads, stop) });
    }

    /// <summary>Creates all kinds of negatives; without a generator they can only be counted and named.</summary>
    private INegativeKind[] KindsOf(JudgeGenerator? generator) =>
    [
        new SplicedNegatives(),
        new CopiedRowsNegatives(),
        new ShuffledBlocksNegatives(),
        new RecoloredNegatives(),
        new CompletionNegatives("early", $"completions of the generator after epoch {_recipe.EarlyEpoch}", generator?.Early!, _threads),
        new CompletionNegatives("late", $"completions of the generator after epoch {_recipe.GeneratorEpochs}", generator?.Late!, _threads),
        .. _additionalKinds,
    ];

    /// <summary>Creates a copy of a train sprite: the first is unchanged, every second one is mirrored.</summary>
    private Sprite Copy(Sprite sprite, int copy, int index)
    {
        if (copy == 0) return sprite;
        var random = new PhiloxRandom(_recipe.Seed, CopyTag | ((ulong)(uint)copy << 32) | (uint)index);
        return (Augmentation.Choose(sprite, ref random) with { IsMirrored = copy % 2 == 1 }).Apply(sprite);
    }

    /// <summary>Mirrors and shifts pictures at random.</summary>
    private Sprite[] Augment(IReadOnlyList<Sprite> sprites, int kind) => [.. sprites.Select((s, i) =>
    {
        var random = new PhiloxRandom(_recipe.Seed, ExampleTag | ((ulong)(uint)kind << 32) | (uint)i);
        return Augmentation.Choose(s, ref random).Apply(s);
    })];

    private Sprite[] CompleteSprites(string split)
    {
        Sprite[] sprites = [.. _data[split].Where(s => s.IsComplete)];
        return sprites.Length >= 2 ? sprites : throw new InputException($"{_data.Name}: split '{split}' must have at least 2 complete sprites for a judge (got {sprites.Length})");
    }
}
