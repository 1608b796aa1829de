namespace PixelGpt.Data.Sources;

/// <summary>Finds the source that a <c>--data</c> value names.</summary>
public static class SpriteSources
{
    /// <summary>The source that <paramref name="name"/> means.</summary>
    /// <param name="name">A folder, <c>creatures</c>, <c>pokemon</c> or <c>hub:OWNER/DATASET</c>.</param>
    /// <param name="options">What else the user said of it.</param>
    /// <exception cref="InputException">No source is called so.</exception>
    public static ISpriteSource Resolve(string name, SourceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        throw new InputException($"'{name}' is neither a folder nor creatures, pokemon or hub:OWNER/DATASET");
    }
}
