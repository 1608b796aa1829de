using PixelGpt.Data.Sources.Hub;

namespace PixelGpt.Data.Sources;

/// <summary>Chooses the configuration (subset) of a data set in the format of Hugging Face <c>datasets</c>.</summary>
internal static class ConfigChoice
{
    /// <summary>The name of the configuration of a data set that has only one.</summary>
    public const string Default = "default";

    /// <summary>Returns the given configuration, or else <c>default</c>, or else the only one besides that of the palette.</summary>
    /// <param name="all">The names of the configurations.</param>
    /// <param name="given">The name that the user gave; may be null.</param>
    /// <param name="where">Name of the data set in error messages.</param>
    /// <exception cref="InputException">There is no such configuration, or the user must choose one.</exception>
    public static string Choose(IReadOnlyList<string> all, string? given, string where)
    {
        if (all.Count == 0) throw new InputException($"{where}: the data set has no splits");
        string list = Excerpt.Of(string.Join(", ", all), 200);
        if (given is not null) return all.Contains(given) ? given : throw new InputException($"{where}: there is no configuration '{Excerpt.Of(given)}'; the configurations are {list}");
        if (all.Contains(Default)) return Default;
        string[] others = all.Count == 1 ? [.. all] : [.. all.Where(c => c != HubColormap.ConfigName)];
        return others.Length == 1 ? others[0] : throw new InputException($"{where}: the data set has the configurations {list} but none named {Default}; choose one with --config-name");
    }
}
