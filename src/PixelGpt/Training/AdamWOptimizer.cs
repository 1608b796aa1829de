using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Training;

/// <summary>The AdamW optimizer (Loshchilov and Hutter 2019) with gradient clipping, for all parameters of a model.</summary>
internal sealed class AdamWOptimizer
{
    private const int ChunkLength = 8192;

    private readonly Transformer _model;
    private readonly TrainingRecipe _recipe;
    private readonly WorkerPool _pool;
    private readonly Action<int, int> _updateChunk;
    private readonly Action<int, int> _packLinear;
    private FloatBuffer? _gradient;
    private AdamWStep _step;

    public AdamWOptimizer(Transformer model, TrainingRecipe recipe, WorkerPool pool)
    {
        _model = model;
        _recipe = recipe;
        _pool = pool;
        ExpAvg = new FloatBuffer(model.Parameters.Extent);
        ExpAvgSq = new FloatBuffer(model.Parameters.Extent);
        _updateChunk = UpdateChunk;
        _packLinear = (linear, _) => _model.Pack(linear);
    }

    /// <summary>The first moments, in the layout of the parameters.</summary>
    public FloatBuffer ExpAvg { get; }

    /// <summary>The second moments, in the layout of the parameters.</summary>
    public FloatBuffer ExpAvgSq { get; }

    /// <summary>Updates parameters and moments, and packs the changed weights.</summary>
    /// <param name="gradient">Gradient of the batch with its norm.</param>
    /// <param name="step">Number of earlier updates.</param>
    /// <param name="learningRate">Learning rate of the step.</param>
    public void Step(BatchGradient gradient, long step, double learningRate)
    {
        // The constant 1e-6 is that of torch.nn.utils.clip_grad_norm_.
        double clip = _recipe.MaxGradNorm == 0 ? 1 : Math.Min(1, _recipe.MaxGradNorm / (gradient.Norm + 1e-6));
        _gradient = gradient.Value;
        _step = new AdamWStep(learningRate, _recipe.AdamBeta1, _recipe.AdamBeta2, _recipe.AdamEpsilon, _recipe.WeightDecay, step + 1, (float)clip);
        _pool.Run((_gradient.Length + ChunkLength - 1) / ChunkLength, _updateChunk);
        _pool.Run(_model.PackCount, _packLinear);
    }

    private void UpdateChunk(int chunk, int worker)
    {
        int start = chunk * ChunkLength, length = Math.Min(ChunkLength, _gradient!.Length - start);
        _model.Kernels.AdamW(
            _gradient[start, length], _step, _model.Parameters.Values.Slice(start, length), ExpAvg[start, length], ExpAvgSq[start, length]);
    }
}
