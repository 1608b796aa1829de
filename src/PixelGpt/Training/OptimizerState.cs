using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Training;

/// <summary>What an optimizer keeps from step to step, in the memory of the process.</summary>
/// <param name="model">The model that is trained.</param>
/// <param name="recipe">Hyperparameters.</param>
internal sealed class OptimizerState(Transformer model, TrainingRecipe recipe)
{
    /// <summary>The first moments of AdamW and the momenta of Muon, in the layout of the parameters.</summary>
    public FloatBuffer ExpAvg { get; } = new(model.Parameters.Extent);

    /// <summary>The second moments of AdamW, in the layout of the parameters; 0 for parameters that Muon updates.</summary>
    public FloatBuffer ExpAvgSq { get; } = new(model.Parameters.Extent);

    /// <summary>The average of the weights; null if the recipe has none.</summary>
    public WeightAverage? Average { get; } = recipe.Ema > 0 ? new WeightAverage(model.Parameters, recipe.Ema) : null;

    /// <summary>The weights that are trained, also while the model has the averages, in the layout of the parameters.</summary>
    public Span<float> Trained => Average is null ? model.Parameters.Values : Average.Trained;
}
