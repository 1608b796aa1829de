using PixelGpt.Data.Sources.Hub;

namespace PixelGpt.Data.Sources;

/// <summary>Finds sources of data sets that are not part of the library, such as parquet files. <see cref="SpriteSources.Resolve"/> asks the providers that it is given.</summary>
public interface ISourceProvider
{
    /// <summary>Returns the source with a name.</summary>
    /// <param name="name">The value of <c>--data</c>.</param>
    /// <param name="options">Further options.</param>
    /// <param name="hub">Settings of the hub; null for those of the environment.</param>
    /// <returns>The source; null if this provider has none with this name. Nothing is loaded yet.</returns>
    /// <exception cref="InputException">The source does not support the options.</exception>
    /// <exception cref="FailureException">The access token of the hub cannot be read.</exception>
    ISpriteSource? Find(string name, SourceOptions options, HubOptions? hub);
}
