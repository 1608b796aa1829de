using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Training;

/// <summary>
/// The optimizer of all parameters of a model, with gradient clipping and weight averaging: AdamW (Loshchilov and Hutter 2019), or
/// <see cref="Muon"/> for the weights of the linear layers of all blocks and AdamW for all other parameters.
/// </summary>
internal sealed class Optimizer
{
    private const int ChunkLength = 8192;

    private readonly Transformer _model;
    private readonly TrainingRecipe _recipe;
    private readonly WorkerPool _pool;
    private readonly Muon? _muon;
    private readonly Action<int, int> _update;
    private readonly Action<int, int> _packLinear;
    private readonly (int Start, int Length, bool HasDecay)[] _chunks;
    private readonly FloatBuffer _expAvg;
    private readonly FloatBuffer _expAvgSq;
    private readonly WeightAverage? _average;
    private FloatBuffer? _gradient;
    private AdamWStep _step;
    private AdamWStep _stepWithoutDecay;
    private MuonStep _muonStep;
    private float _averageDecay;

    /// <summary>Creates the optimizer of a model.</summary>
    /// <param name="model">Model to train.</param>
    /// <param name="recipe">Hyperparameters.</param>
    /// <param name="pool">Threads to compute on.</param>
    /// <param name="state">Moments and averages.</param>
    public Optimizer(Transformer model, TrainingRecipe recipe, WorkerPool pool, OptimizerState state)
    {
        _model = model;
        _recipe = recipe;
        _pool = pool;
        (_expAvg, _expAvgSq, _average) = (state.ExpAvg, state.ExpAvgSq, state.Average);
        _muon = recipe.Optimizer == OptimizerType.Muon ? new Muon(model, pool.Threads) : null;
        _chunks = [.. Ranges(model.Parameters, recipe.DecayMatricesOnly, [.. _muon?.Weights ?? []]).SelectMany(Split)];
        _update = Update;
        _packLinear = (linear, _) => _model.Pack(linear);
    }

    /// <summary>Updates parameters, moments and averages, and packs the changed weights.</summary>
    /// <param name="gradient">Gradient of the batch with its norm.</param>
    /// <param name="step">Number of earlier updates.</param>
    /// <param name="learningRate">Learning rate of the step.</param>
    public void Step(BatchGradient gradient, long step, double learningRate)
    {
        // The constant 1e-6 is that of torch.nn.utils.clip_grad_norm_.
        double clip = _recipe.MaxGradNorm == 0 ? 1 : Math.Min(1, _recipe.MaxGradNorm / (gradient.Norm + 1e-6));
        _gradient = gradient.Value;
        _step = new AdamWStep(learningRate, _recipe.AdamBeta1, _recipe.AdamBeta2, _recipe.AdamEpsilon, _recipe.WeightDecay, step + 1, (float)clip);
        _stepWithoutDecay = _step with { WeightDecay = 0 };
        _averageDecay = _average?.DecayAt(step) ?? 0;
        double muonRate = _recipe.MuonLearningRate == 0 ? learningRate : learningRate * (_recipe.MuonLearningRate / _recipe.LearningRate);
        _muonStep = new MuonStep(muonRate, _recipe.WeightDecay, (float)clip);
        _pool.Run(MuonCount + _chunks.Length, _update);
        _pool.Run(_model.PackCount, _packLinear);
    }

    private int MuonCount => _muon?.Count ?? 0;

    /// <summary>Updates a weight with Muon or a chunk of other parameters with AdamW. Weights come first, because they take longer.</summary>
    private void Update(int piece, int worker)
    {
        if (piece < MuonCount) UpdateWeight(piece, worker);
        else UpdateChunk(piece - MuonCount);
    }

    private void UpdateWeight(int index, int worker)
    {
        _muon!.Update(index, worker, _muonStep, _gradient!.Span, _expAvg.Span);
        Parameter weight = _muon.Weight(index);
        if (_average is not null) _model.Kernels.UpdateAverage(weight.In(_model.Parameters.Values), _averageDecay, weight.In(_average.Average));
    }

    private void UpdateChunk(int chunk)
    {
        (int start, int length, bool hasDecay) = _chunks[chunk];
        Span<float> values = _model.Parameters.Values.Slice(start, length);
        _model.Kernels.AdamW(_gradient![start, length], hasDecay ? _step : _stepWithoutDecay, values, _expAvg[start, length], _expAvgSq[start, length]);
        if (_average is not null) _model.Kernels.UpdateAverage(values, _averageDecay, _average.Average.Slice(start, length));
    }

    /// <summary>Divides the layout of the parameters, including padding, into ranges with and without weight decay that AdamW updates.</summary>
    private static IEnumerable<(int Start, int Length, bool HasDecay)> Ranges(ParameterSet parameters, bool matricesOnly, HashSet<Parameter> muon)
    {
        if (!matricesOnly && muon.Count == 0) return [(0, parameters.Extent, true)];
        IReadOnlyList<Parameter> all = parameters.All;
        return all
            .Select((p, i) => (Parameter: p, End: i + 1 < all.Count ? all[i + 1].Offset : parameters.Extent))
            .Where(range => !muon.Contains(range.Parameter))
            .Select(range => (range.Parameter.Offset, range.End - range.Parameter.Offset, !matricesOnly || range.Parameter.Shape.Length >= 2));
    }

    private static IEnumerable<(int Start, int Length, bool HasDecay)> Split((int Start, int Length, bool HasDecay) range)
    {
        for (int i = 0; i < range.Length; i += ChunkLength) yield return (range.Start + i, Math.Min(ChunkLength, range.Length - i), range.HasDecay);
    }
}
