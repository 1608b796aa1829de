namespace PixelGpt.IO;

/// <summary>Where things are kept that can be had again: <c>$PIXELGPT_CACHE</c>, else <c>$XDG_CACHE_HOME/pixelgpt</c>, else <c>~/.cache/pixelgpt</c>. To delete it is to compute or fetch them anew.</summary>
public static class CacheFolder
{
    /// <summary>The variable that names the folder.</summary>
    public const string Variable = "PIXELGPT_CACHE";

    /// <summary>The folder as the environment sets it.</summary>
    public static string Find() => Find(Environment.GetEnvironmentVariable, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    /// <summary>As <see cref="Find()"/>, of any variables and home folder.</summary>
    internal static string Find(Func<string, string?> variable, string userHome)
    {
        if (variable(Variable) is { Length: > 0 } own) return own;
        string caches = variable("XDG_CACHE_HOME") is { Length: > 0 } xdg ? xdg : Path.Combine(userHome, ".cache");
        return Path.Combine(caches, "pixelgpt");
    }
}
