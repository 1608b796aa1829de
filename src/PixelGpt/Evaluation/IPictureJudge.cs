using PixelGpt.Data;

namespace PixelGpt.Evaluation;

/// <summary>Says of pictures whether they look like sprites of the data set.</summary>
public interface IPictureJudge
{
    /// <summary>How many of them do.</summary>
    /// <param name="pictures">The pictures, whole.</param>
    /// <param name="threads">How many threads to use; results do not depend on it.</param>
    /// <param name="cancellationToken">Gives up at the next picture.</param>
    DetectionRate Judge(IReadOnlyList<Sprite> pictures, int threads, CancellationToken cancellationToken = default);
}
