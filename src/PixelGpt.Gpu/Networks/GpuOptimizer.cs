using PixelGpt.Gpu.Computing;
using PixelGpt.Gpu.Kernels;
using PixelGpt.Models;
using PixelGpt.Numerics;
using PixelGpt.Training;

namespace PixelGpt.Gpu.Networks;

/// <summary>
/// The optimizer of a model on a device, which computes the same as <see cref="Optimizer"/>: AdamW, or Muon for the weights of the linear
/// layers of all blocks and AdamW for all other parameters, with gradient clipping and weight averaging.
/// </summary>
internal sealed class GpuOptimizer : IDisposable
{
    private readonly GpuEngine _engine;
    private readonly GpuParameters _parameters;
    private readonly TrainingRecipe _recipe;
    private readonly DeviceMemory<byte> _rules;
    private readonly DeviceMemory<float> _norm;
    private readonly GpuMuon? _muon;

    /// <summary>Allocates moments and averages, which are 0.</summary>
    /// <param name="engine">The device.</param>
    /// <param name="model">The model.</param>
    /// <param name="parameters">Its parameters on the device.</param>
    /// <param name="recipe">Hyperparameters.</param>
    public GpuOptimizer(GpuEngine engine, Transformer model, GpuParameters parameters, TrainingRecipe recipe)
    {
        (_engine, _parameters, _recipe) = (engine, parameters, recipe);
        ExpAvg = engine.Allocate<float>(parameters.Extent);
        ExpAvgSq = engine.Allocate<float>(parameters.Extent);
        Average = recipe.Ema > 0 ? engine.Allocate<float>(parameters.Extent) : null;
        if (recipe.Optimizer == OptimizerType.Muon) _muon = new GpuMuon(engine, model, parameters, ExpAvg);
        byte[] rules = RulesOf(model, recipe);
        _rules = engine.Allocate<byte>(rules.Length);
        _rules.Upload(rules);
        _norm = engine.Allocate<float>(1);
    }

    /// <summary>The first moments of AdamW and the momenta of Muon, in the layout of the parameters.</summary>
    public DeviceMemory<float> ExpAvg { get; }

    /// <summary>The second moments of AdamW.</summary>
    public DeviceMemory<float> ExpAvgSq { get; }

    /// <summary>The average of the weights; null if the recipe has none.</summary>
    public DeviceMemory<float>? Average { get; }

    /// <summary>Computes the Euclidean norm of the gradient on the device, which is complete.</summary>
    public double ComputeNorm()
    {
        _engine.Sum(_parameters.Gradients.View, _parameters.Extent, _norm.View, isSquared: true);
        Span<float> squares = stackalloc float[1];
        _norm.Download(squares);
        return Math.Sqrt(squares[0]);
    }

    /// <summary>Updates parameters, moments and averages from the gradient on the device.</summary>
    /// <param name="step">Number of earlier updates.</param>
    /// <param name="learningRate">Learning rate of the step.</param>
    /// <param name="norm">Norm of the gradient.</param>
    public void Step(long step, double learningRate, double norm)
    {
        // The constant 1e-6 is that of torch.nn.utils.clip_grad_norm_.
        float clip = (float)(_recipe.MaxGradNorm == 0 ? 1 : Math.Min(1, _recipe.MaxGradNorm / (norm + 1e-6)));
        double muonRate = _recipe.MuonLearningRate == 0 ? learningRate : learningRate * (_recipe.MuonLearningRate / _recipe.LearningRate);
        _muon?.Step(new MuonStep(muonRate, _recipe.WeightDecay, clip));
        var adamW = new AdamWStep(learningRate, _recipe.AdamBeta1, _recipe.AdamBeta2, _recipe.AdamEpsilon, _recipe.WeightDecay, step + 1, clip);
        _engine.AdamW(_parameters.Extent, _parameters.Gradients.View, _parameters.Values.View, ExpAvg.View, ExpAvgSq.View, _rules.View, adamW);
        if (Average is not null) _engine.UpdateAverage(_parameters.Extent, _parameters.Values.View, Average.View, WeightAverage.DecayAt(_recipe.Ema, step));
        _parameters.UpdateTables();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ExpAvg.Dispose();
        ExpAvgSq.Dispose();
        Average?.Dispose();
        _rules.Dispose();
        _norm.Dispose();
        _muon?.Dispose();
    }

    /// <summary>Returns the rule of AdamW for each group of values: the padding after a parameter has that of the parameter.</summary>
    private static byte[] RulesOf(Transformer model, TrainingRecipe recipe)
    {
        byte[] rules = new byte[(model.Parameters.Extent + OptimizerKernels.ValuesPerRule - 1) / OptimizerKernels.ValuesPerRule];
        HashSet<Parameter> muon = recipe.Optimizer == OptimizerType.Muon ? [.. model.LinearWeights] : [];
        foreach (Parameter parameter in model.Parameters.All)
        {
            int first = parameter.Offset / OptimizerKernels.ValuesPerRule, count = (parameter.Length + OptimizerKernels.ValuesPerRule - 1) / OptimizerKernels.ValuesPerRule;
            int rule = muon.Contains(parameter) ? OptimizerKernels.Skip : !recipe.DecayMatricesOnly || parameter.Shape.Length >= 2 ? OptimizerKernels.WithDecay : OptimizerKernels.WithoutDecay;
            rules.AsSpan(first, count).Fill((byte)rule);
        }

        return rules;
    }
}
