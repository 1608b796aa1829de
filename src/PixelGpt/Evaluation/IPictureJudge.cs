using PixelGpt.Data;

namespace PixelGpt.Evaluation;

/// <summary>A classifier that estimates whether pictures are real sprites of the data set.</summary>
internal interface IPictureJudge
{
    /// <summary>Computes the fraction of pictures that are judged real.</summary>
    /// <param name="pictures">The complete pictures.</param>
    /// <param name="threads">Number of threads to use; results do not depend on it.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per picture.</param>
    /// <returns>The detection rate.</returns>
    DetectionRate Judge(IReadOnlyList<Sprite> pictures, int threads, CancellationToken cancellationToken = default);
}
