using PixelGpt.Generation;

namespace PixelGpt.Studio.Editing;

/// <summary>Converts the position of the slider from tame to wild to sampling options, as the page does.</summary>
internal static class Wildness
{
    /// <summary>The position in the middle of the slider.</summary>
    public const double Middle = 50;

    /// <summary>The greatest position of the slider; the smallest is 0.</summary>
    public const double Max = 100;

    /// <summary>The temperature and top-p of models without sampling options.</summary>
    private const double DefaultTemperature = 0.9, DefaultTopP = 0.95;

    /// <summary>
    /// Returns the sampling of a model at a position. In the middle, the temperature is three quarters of the model's, which was
    /// calibrated for likelihood: sampled pictures look cleaner below it. It is 0.47 times the model's at the tame end and 1.2 times
    /// at the wild end.
    /// </summary>
    /// <param name="model">The default sampling of the model.</param>
    /// <param name="wildness">The position, 0 (tame) to 100 (wild).</param>
    /// <exception cref="InputException">The position is out of range.</exception>
    public static GenerationOptions Apply(GenerationOptions model, double wildness)
    {
        InputException.Check(wildness is >= 0 and <= Max, "wildness", wildness, "0 (tame) to 100 (wild)");
        double position = (wildness - Middle) / Middle;
        (double temperature, double topP) = model.DoSample ? (model.Temperature, model.TopP) : (DefaultTemperature, DefaultTopP);
        return model with
        {
            DoSample = true,
            Temperature = temperature * 0.75 * Math.Pow(1.6, position),
            TopP = position < 0 ? Math.Max(0.005, topP + (0.15 * position)) : topP,
        };
    }
}
