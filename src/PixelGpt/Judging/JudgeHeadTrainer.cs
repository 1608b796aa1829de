using PixelGpt.Judging.Measures;
using PixelGpt.Numerics;

namespace PixelGpt.Judging;

/// <summary>
/// Teaches a head: each epoch shows the profile of every real picture once and as many negatives, the kinds by turns,
/// some of the numbers hidden at random. The parameters of the epoch of the lowest dev loss are kept.
/// </summary>
internal sealed class JudgeHeadTrainer
{
    private const ulong WeightTag = 0x6A77000000000000;
    private const ulong EpochTag = 0x6A65000000000000;
    private const double Beta1 = 0.9, Beta2 = 0.99, Epsilon = 1e-8;

    private readonly ProfileSet _train;
    private readonly ProfileSet _dev;
    private readonly JudgeRecipe _recipe;
    private readonly JudgeHead _head;
    private readonly double[] _gradient;
    private readonly double[] _first;
    private readonly double[] _second;
    private readonly double[] _inputs;
    private readonly double[] _layer;
    private long _step;

    public JudgeHeadTrainer(ProfileSet train, ProfileSet dev, JudgeRecipe recipe)
    {
        (_train, _dev, _recipe) = (train, dev, recipe);
        var random = new PhiloxRandom(recipe.Seed, WeightTag);
        _head = JudgeHead.Create([.. train.Real, .. train.Negatives.SelectMany(n => n)], recipe.HiddenSize, ref random);
        int count = _head.Parameters.Length;
        (_gradient, _first, _second) = (new double[count], new double[count], new double[count]);
        (_inputs, _layer) = (new double[_head.Inputs], new double[_head.Hidden]);
    }

    private int Examples => 2 * _train.Real.Count;

    private long Steps => (long)_recipe.Epochs * ((Examples + _recipe.BatchSize - 1) / _recipe.BatchSize);

    /// <summary>Trains to the end of the recipe.</summary>
    /// <returns>The head with the parameters of the best epoch, and which that was.</returns>
    /// <exception cref="FailureException">The loss is no number any more.</exception>
    public (JudgeHead Head, int KeptEpoch) Run()
    {
        double[] best = [];
        double bestLoss = double.PositiveInfinity;
        int bestEpoch = 0;
        for (int epoch = 0; epoch < _recipe.Epochs; epoch++)
        {
            TrainEpoch(epoch);
            double loss = ScoredPicture.CrossEntropy(_dev.Score(_head).Balanced());
            if (!double.IsFinite(loss)) throw new FailureException($"the judge's loss became {loss} in epoch {epoch + 1}; try a lower learning rate");
            if (loss >= bestLoss) continue;
            (bestLoss, bestEpoch, best) = (loss, epoch + 1, [.. _head.Parameters]);
        }

        // In float, which is what is kept.
        for (int i = 0; i < best.Length; i++) _head.Parameters[i] = (float)best[i];
        return (_head, bestEpoch);
    }

    private void TrainEpoch(int epoch)
    {
        int[] order = [.. Enumerable.Range(0, Examples)];
        var random = new PhiloxRandom(_recipe.Seed, EpochTag + (uint)epoch);
        random.Shuffle<int>(order);
        for (int first = 0; first < order.Length; first += _recipe.BatchSize)
        {
            ReadOnlySpan<int> batch = order.AsSpan(first, Math.Min(_recipe.BatchSize, order.Length - first));
            Array.Clear(_gradient);
            foreach (int example in batch) Learn(example, epoch, 1.0 / batch.Length, ref random);
            Step();
        }
    }

    /// <summary>The first half of the examples are the real pictures.</summary>
    private void Learn(int example, int epoch, double scale, ref PhiloxRandom random)
    {
        bool isReal = example < _train.Real.Count;
        IReadOnlyList<double[]> from = isReal ? _train.Real : _train.Negatives[(example + epoch) % _train.Negatives.Count];
        _head.Standardize(from[isReal ? example : random.NextInt32(from.Count)], _inputs);
        double kept = 1 - _recipe.Dropout;
        foreach (ref double input in _inputs.AsSpan()) input = random.NextDouble() < kept ? input / kept : 0;
        _head.Learn(_inputs, isReal ? 1 : 0, scale, _layer, _gradient);
    }

    /// <summary>AdamW (Loshchilov and Hutter 2019), with a learning rate that falls to 0 along half a cosine.</summary>
    private void Step()
    {
        double rate = _recipe.LearningRate / 2 * (1 + Math.Cos(Math.PI * _step / Steps));
        _step++;
        double correction1 = 1 - Math.Pow(Beta1, _step), correction2 = 1 - Math.Pow(Beta2, _step);
        for (int i = 0; i < _gradient.Length; i++)
        {
            _first[i] += (1 - Beta1) * (_gradient[i] - _first[i]);
            _second[i] += (1 - Beta2) * ((_gradient[i] * _gradient[i]) - _second[i]);
            if (i < _head.WeightCount) _head.Parameters[i] *= 1 - (rate * _recipe.WeightDecay);
            _head.Parameters[i] -= rate * (_first[i] / correction1) / (Math.Sqrt(_second[i] / correction2) + Epsilon);
        }
    }
}
