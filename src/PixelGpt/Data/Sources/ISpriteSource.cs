namespace PixelGpt.Data.Sources;

/// <summary>A source of a data set. To add one, implement this interface and add it to <see cref="SpriteSources"/>.</summary>
public interface ISpriteSource
{
    /// <summary>Loads or generates the data set.</summary>
    /// <param name="progress">Receives the progress; may be null.</param>
    /// <param name="cancellationToken">Cancels loading. No incomplete files are left behind.</param>
    /// <returns>The data set.</returns>
    /// <exception cref="InputException">The data is invalid.</exception>
    /// <exception cref="FailureException">The data cannot be loaded.</exception>
    Task<SpriteDataset> LoadAsync(IProgress<SourceProgress>? progress = null, CancellationToken cancellationToken = default);
}
