using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Training;

/// <summary>
/// An exponential moving average of a model's weights. The decay rate of update t, counted from 0, is
/// min(decay, (1 + t) / (10 + t)), so that the average soon forgets the initial weights; the first update copies the weights.
/// </summary>
/// <param name="parameters">The parameters of the model.</param>
/// <param name="decay">The decay rate after the first updates.</param>
internal sealed class WeightAverage(ParameterSet parameters, double decay)
{
    private readonly FloatBuffer _other = new(parameters.Extent);
    private bool _isInModel;

    /// <summary>The averages, in the layout of the parameters.</summary>
    public Span<float> Average => _isInModel ? parameters.Values : _other.Span;

    /// <summary>The weights that the optimizer updates, in the layout of the parameters.</summary>
    public Span<float> Trained => _isInModel ? _other.Span : parameters.Values;

    /// <summary>Returns the decay rate of an update.</summary>
    /// <param name="update">Number of earlier updates.</param>
    public float DecayAt(long update) => DecayAt(decay, update);

    /// <summary>Returns the decay rate of an update.</summary>
    /// <param name="decay">Decay rate after the first updates.</param>
    /// <param name="update">Number of earlier updates.</param>
    public static float DecayAt(double decay, long update) => update == 0 ? 0 : (float)Math.Min(decay, (1.0 + update) / (10 + update));

    /// <summary>Exchanges the weights of the model and the averages. The caller must pack the model.</summary>
    public void Swap()
    {
        Span<float> model = parameters.Values, other = _other.Span;
        for (int i = 0; i < model.Length; i++) (model[i], other[i]) = (other[i], model[i]);
        _isInModel = !_isInModel;
    }
}
