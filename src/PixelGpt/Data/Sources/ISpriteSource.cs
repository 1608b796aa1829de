namespace PixelGpt.Data.Sources;

/// <summary>Somewhere a data set comes from. A new kind of source is a new implementation and a line in <see cref="SpriteSources"/>.</summary>
public interface ISpriteSource
{
    /// <summary>Reads or makes the whole data set.</summary>
    /// <param name="progress">Told what is going on, where it takes long; may be null.</param>
    /// <param name="cancellationToken">Stops the work; nothing half-written is left behind.</param>
    /// <exception cref="InputException">The data are not what they should be.</exception>
    /// <exception cref="FailureException">They could not be had.</exception>
    Task<SpriteDataset> LoadAsync(IProgress<SourceProgress>? progress = null, CancellationToken cancellationToken = default);
}

/// <summary>How far a source has come.</summary>
/// <param name="What">What is being done, for people.</param>
/// <param name="Done">Units done.</param>
/// <param name="Total">Units in all; 0 where not yet known.</param>
public readonly record struct SourceProgress(string What, long Done, long Total);
