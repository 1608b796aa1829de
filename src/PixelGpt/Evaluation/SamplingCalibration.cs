using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Models;
using PixelGpt.Processes;

namespace PixelGpt.Evaluation;

/// <summary>
/// The sampling that suits a model, chosen on sprites that it was not trained on: the temperature with the lowest NLL (Guo et al.
/// 2017), and the smallest top-p at which generated pixels are not measurably less surprising for the model than true ones (after
/// Holtzman et al. 2020, who compare the perplexity of generated and human text).
/// </summary>
public sealed record SamplingCalibration
{
    /// <summary>The temperature.</summary>
    public required double Temperature { get; init; }

    /// <summary>The total probability of the colours that sampling is restricted to.</summary>
    public required double TopP { get; init; }

    /// <summary>The number of sprites that the values were chosen on.</summary>
    public required int Sprites { get; init; }

    /// <summary>NLL per completed pixel of the sprites at temperature 1, in nats. This is also the mean surprisal of true pixels.</summary>
    public required double Nll { get; init; }

    /// <summary>NLL per completed pixel of the sprites at the chosen temperature, in nats.</summary>
    public required double CalibratedNll { get; init; }

    /// <summary>Mean surprisal of generated pixels at temperature 1, in nats, if they are sampled with the chosen values.</summary>
    public required double GeneratedSurprisal { get; init; }

    /// <summary>The generation options with the chosen values.</summary>
    public GenerationOptions Options => new() { DoSample = true, Temperature = Temperature, TopP = TopP };

    /// <summary>Standard error of the mean difference between the surprisals of generated and true pixels, in nats.</summary>
    public required double SurprisalStandardError { get; init; }

    /// <summary>Chooses the sampling of a model. The result is the same for any number of threads.</summary>
    /// <param name="model">The model.</param>
    /// <param name="sprites">Sprites that the model was not trained on, such as the dev split; partial ones are ignored, and of many only some are used.</param>
    /// <param name="promptFraction">The fraction of a picture that is the prompt.</param>
    /// <param name="threads">Number of threads to use; null for all processors.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per generated pixel and scored picture.</param>
    /// <param name="group">The processes that share the pictures, each of which gets the result; null for this process only.</param>
    /// <returns>The sampling.</returns>
    /// <exception cref="InputException">No sprite is complete, or a sprite does not fit the model or the prompt fraction.</exception>
    /// <exception cref="FailureException">The model's output is not finite.</exception>
    public static SamplingCalibration Fit(
        PixelModel model, IReadOnlyList<Sprite> sprites, double promptFraction = SequenceViews.DefaultPromptFraction, int? threads = null, CancellationToken cancellationToken = default, IProcessGroup? group = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(sprites);
        using var calibrator = new SamplingCalibrator(model, promptFraction, threads ?? Environment.ProcessorCount, group, cancellationToken);
        return calibrator.Fit(sprites);
    }
}
