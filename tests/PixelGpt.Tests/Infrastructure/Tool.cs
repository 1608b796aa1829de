namespace PixelGpt.Tests.Infrastructure;

/// <summary>Finds programs that some tests need and that need not be installed.</summary>
internal static class Tool
{
    /// <summary>Returns why a test is skipped that needs programs; null if it runs. With <c>CI=true</c> it is never skipped, and fails without them.</summary>
    /// <param name="names">The names of the programs.</param>
    public static string? SkipReason(params string[] names) =>
        names.FirstOrDefault(name => !IsOnPath(name)) is { } missing ? Skip($"{missing} is not on the path: install it") : null;

    /// <summary>Returns a reason to skip a test, or null with <c>CI=true</c>.</summary>
    public static string? Skip(string reason) => string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase) ? null : reason;

    private static bool IsOnPath(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, name)));
}

/// <summary>A fact that needs programs; it is skipped if one is not installed, except with <c>CI=true</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ToolFactAttribute : FactAttribute
{
    public ToolFactAttribute(params string[] names)
    {
        Skip = Tool.SkipReason(names);
    }
}
