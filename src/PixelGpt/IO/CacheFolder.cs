namespace PixelGpt.IO;

/// <summary>
/// The folder for cached files: <c>$PIXELGPT_CACHE</c>, else <c>$XDG_CACHE_HOME/pixelgpt</c>, else <c>~/.cache/pixelgpt</c>.
/// It can be deleted at any time; its files are then downloaded or computed again.
/// </summary>
internal static class CacheFolder
{
    /// <summary>Name of the environment variable that sets the folder.</summary>
    public const string Variable = "PIXELGPT_CACHE";

    /// <summary>Returns the path of the cache folder according to the environment.</summary>
    /// <returns>The path; the folder may not exist.</returns>
    public static string Find() => Find(Environment.GetEnvironmentVariable, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    /// <summary>Returns the path of the cache folder for given environment variables and a given home folder.</summary>
    internal static string Find(Func<string, string?> variable, string userHome)
    {
        if (variable(Variable) is { Length: > 0 } own) return own;
        string caches = variable("XDG_CACHE_HOME") is { Length: > 0 } xdg ? xdg : Path.Combine(userHome, ".cache");
        return Path.Combine(caches, "pixelgpt");
    }
}
