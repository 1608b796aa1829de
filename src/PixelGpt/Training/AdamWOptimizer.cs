using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Training;

/// <summary>AdamW over all parameters of a model, and its two moments.</summary>
internal sealed class AdamWOptimizer
{
    private const int ChunkLength = 8192;

    private readonly Transformer _model;
    private readonly TrainingRecipe _recipe;
    private readonly WorkerPool _pool;
    private readonly Action<int, int> _updateChunk;
    private readonly Action<int, int> _packPiece;
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
        _packPiece = (piece, _) => _model.Pack(piece);
    }

    /// <summary>The first moment, laid out as the parameters are.</summary>
    public FloatBuffer ExpAvg { get; }

    /// <summary>The second moment.</summary>
    public FloatBuffer ExpAvgSq { get; }

    /// <summary>One step: parameters, moments, and the layout that products read.</summary>
    /// <param name="gradient">The gradient, and its norm.</param>
    /// <param name="step">Which step this is, from 0.</param>
    /// <param name="learningRate">Its learning rate.</param>
    public void Step(BatchGradient gradient, long step, double learningRate)
    {
        // As torch.nn.utils.clip_grad_norm_ does, with its 1e-6.
        double clip = _recipe.MaxGradNorm == 0 ? 1 : Math.Min(1, _recipe.MaxGradNorm / (gradient.Norm + 1e-6));
        _gradient = gradient.Value;
        _step = new AdamWStep(learningRate, _recipe.AdamBeta1, _recipe.AdamBeta2, _recipe.AdamEpsilon, _recipe.WeightDecay, step + 1, (float)clip);
        _pool.Run((_gradient.Length + ChunkLength - 1) / ChunkLength, _updateChunk);
        _pool.Run(_model.PackPieces, _packPiece);
    }

    private void UpdateChunk(int chunk, int worker)
    {
        int start = chunk * ChunkLength, length = Math.Min(ChunkLength, _gradient!.Length - start);
        _model.Kernels.AdamW(
            _gradient[start, length], _step, _model.Parameters.Values.Slice(start, length), ExpAvg[start, length], ExpAvgSq[start, length]);
    }
}
