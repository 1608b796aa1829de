using PixelGpt.Judging.Measures;
using PixelGpt.Numerics;
using PixelGpt.Training;

namespace PixelGpt.Judging;

/// <summary>
/// Trains a judge's head. Each epoch contains the profile of every real picture once and the same number of negatives, with
/// the kinds alternating, and with dropout on the inputs. The result has the parameters of the epoch with the lowest dev loss.
/// </summary>
internal sealed class JudgeHeadTrainer
{
    private const ulong WeightTag = 0x6A77000000000000;
    private const ulong EpochTag = 0x6A65000000000000;

    private readonly LabeledProfiles _train;
    private readonly LabeledProfiles _dev;
    private readonly JudgeRecipe _recipe;
    private readonly TrainingRecipe _optimizer;
    private readonly IKernels _kernels = Kernels.Best;
    private readonly JudgeHead _head;
    private readonly double[] _gradient;
    private readonly float[] _parameters;
    private readonly float[] _gradient32;
    private readonly float[] _expAvg;
    private readonly float[] _expAvgSq;
    private readonly double[] _inputs;
    private readonly double[] _layer;
    private long _step;

    public JudgeHeadTrainer(LabeledProfiles train, LabeledProfiles dev, JudgeRecipe recipe)
    {
        (_train, _dev, _recipe) = (train, dev, recipe);
        _optimizer = new TrainingRecipe { LearningRate = recipe.LearningRate, LrSchedulerType = LearningRateScheduleType.Cosine, WeightDecay = recipe.WeightDecay, AdamBeta2 = 0.99 };
        var random = new PhiloxRandom(recipe.Seed, WeightTag);
        _head = JudgeHead.Create([.. train.Real, .. train.Negatives.SelectMany(n => n)], recipe.HiddenSize, ref random);
        _parameters = [.. _head.Parameters.Select(p => (float)p)];
        int count = _parameters.Length;
        (_gradient, _gradient32, _expAvg, _expAvgSq) = (new double[count], new float[count], new float[count], new float[count]);
        (_inputs, _layer) = (new double[_head.Inputs], new double[_head.Hidden]);
        CopyToHead(_parameters);
    }

    private int Examples => 2 * _train.Real.Count;

    private long Steps => (long)_recipe.Epochs * ((Examples + _recipe.BatchSize - 1) / _recipe.BatchSize);

    /// <summary>Trains for all epochs.</summary>
    /// <returns>The head with the parameters of the best epoch, and that epoch.</returns>
    /// <exception cref="FailureException">The loss is not finite.</exception>
    public (JudgeHead Head, int BestEpoch) Run()
    {
        float[] best = [];
        double bestLoss = double.PositiveInfinity;
        int bestEpoch = 0;
        for (int epoch = 0; epoch < _recipe.Epochs; epoch++)
        {
            TrainEpoch(epoch);
            double loss = ScoredPicture.CrossEntropy(_dev.Score(_head).Balanced());
            if (!double.IsFinite(loss)) throw new FailureException(FormattableString.Invariant($"the judge's dev loss is {loss} after epoch {epoch + 1}; use a lower learning rate"));
            if (loss >= bestLoss) continue;
            (bestLoss, bestEpoch, best) = (loss, epoch + 1, [.. _parameters]);
        }

        CopyToHead(best);
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
            foreach (int example in batch) AddGradient(example, epoch, 1.0 / batch.Length, ref random);
            Step();
        }
    }

    /// <summary>Adds the gradient of one example; the first half of the examples are the real pictures.</summary>
    private void AddGradient(int example, int epoch, double scale, ref PhiloxRandom random)
    {
        bool isReal = example < _train.Real.Count;
        IReadOnlyList<double[]> from = isReal ? _train.Real : _train.Negatives[(example + epoch) % _train.Negatives.Count];
        _head.Standardize(from[isReal ? example : random.NextInt32(from.Count)], _inputs);
        double rate = 1 - _recipe.Dropout;
        foreach (ref double input in _inputs.AsSpan()) input = random.NextDouble() < rate ? input / rate : 0;
        _head.AddGradient(_inputs, isReal ? 1 : 0, scale, _layer, _gradient);
    }

    /// <summary>Updates the parameters with AdamW; only the hidden weights have weight decay.</summary>
    private void Step()
    {
        for (int i = 0; i < _gradient.Length; i++) _gradient32[i] = (float)_gradient[i];
        double rate = LearningRateSchedule.At(_optimizer, _step, Steps);
        var step = new AdamWStep(rate, _optimizer.AdamBeta1, _optimizer.AdamBeta2, _optimizer.AdamEpsilon, _optimizer.WeightDecay, ++_step);
        Update(step, 0, _head.WeightCount);
        Update(step with { WeightDecay = 0 }, _head.WeightCount, _parameters.Length - _head.WeightCount);
        CopyToHead(_parameters);
    }

    private void Update(in AdamWStep step, int start, int length) =>
        _kernels.AdamW(_gradient32.AsSpan(start, length), step, _parameters.AsSpan(start, length), _expAvg.AsSpan(start, length), _expAvgSq.AsSpan(start, length));

    /// <summary>Sets the parameters of the head, which computes in double.</summary>
    private void CopyToHead(float[] parameters)
    {
        for (int i = 0; i < parameters.Length; i++) _head.Parameters[i] = parameters[i];
    }
}
