using PixelGpt.Data;
using PixelGpt.Judging.Negatives;
using PixelGpt.Models;
using PixelGpt.Models.Families;
using PixelGpt.Numerics;

namespace PixelGpt.Judging;

/// <summary>
/// The making of a judge: a generator learns to draw the train split; a head learns to tell real sprites from negatives
/// by where they surprise it; threshold, temperature and the epoch are chosen on dev; the figures come of test. Then, for
/// each kind of negative, another head that has never seen that kind is tested on it.
/// </summary>
public sealed class JudgeTraining
{
    /// <summary>Negatives of each kind that are made of each dev and test sprite.</summary>
    private const int ScoredRounds = 2;

    private const ulong CopyTag = 0x6A63000000000000;
    private const ulong ExampleTag = 0x6A6E000000000000;

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
        _ = SequenceViews.PromptLength(data.Area, recipe.PromptFraction);
        _data = data;
        _recipe = recipe;
        _more = more;
        _threads = threads;
        _config = ModelConfig.Default(ModelFamily.Find(recipe.Model), data.Palette.Count, data.Width, data.Height);
        _train = Whole(SpriteDataset.Train);
        _dev = Whole(SpriteDataset.Dev);
        _test = data.Splits.ContainsKey(SpriteDataset.Test) ? [.. data[SpriteDataset.Test].Where(s => s.IsComplete)] : [];
        if (KindsOf(null).GroupBy(k => k.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new InputException($"two kinds of negatives are called '{twice.Key}'; rename a run's folder");
    }

    private bool HasTest => _test.Length >= 2;

    /// <summary>Makes it.</summary>
    /// <param name="listener">Hears how it goes on.</param>
    /// <param name="stop">Asks for an end after the step under way.</param>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    /// <exception cref="InputException">The sprites are too much alike to make negatives of.</exception>
    public Judge Run(IJudgeListener listener, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(listener);
        Sprite[] copies = [.. Enumerable.Range(0, _recipe.Copies).SelectMany(copy => _train.Select((s, i) => Copy(s, copy, i)))];
        var generator = JudgeGenerator.Train(_config, _data.Palette, copies, _dev, _recipe, _threads, listener, stop);

        INegativeKind[] kinds = KindsOf(generator);
        var count = new StageCount(listener);
        int rounds = _recipe.NegativeRounds + (HasTest ? 2 * ScoredRounds : ScoredRounds);
        count.Begin($"making negatives: {string.Join(", ", kinds.Select(k => k.Name))}", "sets", kinds.Length * rounds);
        var maker = new NegativeMaker(kinds, _recipe, count.Add);
        IReadOnlyList<Sprite>[] train = maker.Make(SpriteDataset.Train, _train, _recipe.NegativeRounds, stop), dev = maker.Make(SpriteDataset.Dev, _dev, ScoredRounds, stop);
        IReadOnlyList<Sprite>[] test = HasTest ? maker.Make(SpriteDataset.Test, _test, ScoredRounds, stop) : [];
        for (int kind = 0; kind < train.Length; kind++) train[kind] = Changed(train[kind], kind);

        // Not the copies that the generator knows by heart: it would know the real by that.
        Sprite[] shown = Changed([.. Enumerable.Repeat(_train, _recipe.Copies).SelectMany(s => s)], train.Length);

        using var pool = new WorkerPool(_threads);
        var reader = new SurprisalReader(generator.Late.Transformer, _data.Width, _data.Height, _recipe.PromptFraction, pool);
        string[] names = [.. kinds.Select(k => k.Name)];
        ProfileSet Read(string split, Sprite[] real, IReadOnlyList<Sprite>[] negatives) =>
            new(split, reader.Read(real, count.Add, stop), names, [.. negatives.Select(n => reader.Read(n, count.Add, stop))]);
        count.Begin("reading real sprites and negatives", "pictures", shown.Length + _dev.Length + (HasTest ? _test.Length : 0) + train.Concat(dev).Concat(test).Sum(n => n.Count));
        ProfileSet trainSet = Read(SpriteDataset.Train, shown, train), devSet = Read(SpriteDataset.Dev, _dev, dev);
        ProfileSet? testSet = HasTest ? Read(SpriteDataset.Test, _test, test) : null;
        return Learn(generator.Late, kinds, trainSet, devSet, testSet, pool, listener, stop);
    }

    /// <summary>Trains the heads, and puts the judge and its figures together.</summary>
    private Judge Learn(PixelModel generator, INegativeKind[] kinds, ProfileSet train, ProfileSet dev, ProfileSet? test, WorkerPool pool, IJudgeListener listener, CancellationToken stop)
    {
        string?[] heldOut = _recipe.HeldOutKinds ? [null, .. kinds.Select(k => k.Name)] : [null];
        var trained = new TrainedHead[heldOut.Length];
        var count = new StageCount(listener);
        count.Begin(heldOut.Length > 1 ? "the judge learns, and others without each kind in turn" : "the judge learns", "judges", heldOut.Length);
        pool.Run(trained.Length, (i, _) =>
        {
            if (stop.IsCancellationRequested) return;
            trained[i] = heldOut[i] is { } kind ? TrainedHead.Train(train.Without(kind), dev.Without(kind), _recipe) : TrainedHead.Train(train, dev, _recipe);
            count.Add();
        });
        stop.ThrowIfCancellationRequested();
        for (int i = 0; i < trained.Length; i++) listener.JudgeLearned(heldOut[i], trained[i].DevArea);
        TrainedHead judge = trained[0];
        var record = new JudgeRecord
        {
            Data = _data.Name,
            DataChecksum = _data.Checksum(),
            Width = _data.Width,
            Height = _data.Height,
            Recipe = _recipe,
            Negatives = [.. kinds.Select(k => new KindDescription(k.Name, k.Description))],
            KeptEpoch = judge.KeptEpoch,
            Temperature = judge.Temperature,
            Threshold = judge.Threshold,
            Dev = judge.FiguresOf(dev),
            Test = test is null ? null : judge.FiguresOf(test),
            HeldOutKinds = [.. trained.Skip(1).Select((head, i) => head.FiguresOf(test ?? dev).Kinds[i])],
        };
        IReadOnlyList<JudgedSet> scale = DetectionRates.ScaleOf(new Judge(generator, judge.Head, record), _test, _train, SequenceViews.PromptLength(_data.Area, _recipe.PromptFraction), _threads, stop);
        return new Judge(generator, judge.Head, record with { Scale = scale });
    }

    /// <summary>Every kind of negative; without a generator only their number and names are of use.</summary>
    private INegativeKind[] KindsOf(JudgeGenerator? generator) =>
    [
        new SplicedNegatives(),
        new CopiedRowsNegatives(),
        new ShuffledBlocksNegatives(),
        new RecoloredNegatives(),
        new CompletionNegatives("early", $"completions of the generator after pass {_recipe.EarlyEpoch}", generator?.Early!, _threads),
        new CompletionNegatives("late", $"completions of the generator after pass {_recipe.GeneratorEpochs}", generator?.Late!, _threads),
        .. _more,
    ];

    /// <summary>A copy of a train sprite: the first as it is, every second one mirrored.</summary>
    private Sprite Copy(Sprite sprite, int copy, int index)
    {
        if (copy == 0) return sprite;
        var random = new PhiloxRandom(_recipe.Seed, CopyTag | ((ulong)(uint)copy << 32) | (uint)index);
        return (Augmentation.Choose(sprite, ref random) with { IsMirrored = copy % 2 == 1 }).Apply(sprite);
    }

    /// <summary>Pictures mirrored and shifted at random, real and false alike.</summary>
    private Sprite[] Changed(IReadOnlyList<Sprite> sprites, int kind) => [.. sprites.Select((s, i) =>
    {
        var random = new PhiloxRandom(_recipe.Seed, ExampleTag | ((ulong)(uint)kind << 32) | (uint)i);
        return Augmentation.Choose(s, ref random).Apply(s);
    })];

    private Sprite[] Whole(string split)
    {
        Sprite[] sprites = [.. _data[split].Where(s => s.IsComplete)];
        return sprites.Length >= 2 ? sprites : throw new InputException($"{_data.Name}: split '{split}' has {sprites.Length} sprites that are known whole; a judge needs at least 2, and many for good figures");
    }
}
