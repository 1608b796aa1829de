using PixelGpt.Imaging;
using PixelGpt.Processes;

namespace PixelGpt.Evaluation.Features;

/// <summary>Shares pictures among the processes of a group; each gets the features of all.</summary>
/// <param name="network">The network, the same in all processes.</param>
/// <param name="group">The group.</param>
internal sealed class SharedFeatureExtractor(IFeatureExtractor network, IProcessGroup group) : IFeatureExtractor
{
    /// <inheritdoc/>
    public string Name => network.Name;

    /// <inheritdoc/>
    public int Width => network.Width;

    /// <inheritdoc/>
    public double Operations => network.Operations;

    /// <inheritdoc/>
    public string? WeightsPath => network.WeightsPath;

    /// <inheritdoc/>
    public float[][] Extract(IReadOnlyList<PixelImage> pictures, int threads, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        return group.Compute(pictures.Count, progress, (start, end, ownProgress) => network.Extract([.. pictures.Take(start..end)], threads, ownProgress, cancellationToken));
    }
}
