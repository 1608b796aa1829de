namespace PixelGpt.Tests.Infrastructure;

/// <summary>Finds programs that some tests need; nothing is downloaded.</summary>
internal static class ExternalProgram
{
    /// <summary>Returns the path of an installed program; null if it is missing. Programs of administrators are found even if they are not on the path of the user.</summary>
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Concat(["/usr/sbin", "/sbin"]).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>Returns the path of a program that the test needs.</summary>
    /// <exception cref="InvalidOperationException">The program is missing.</exception>
    public static string Require(string name) => Find(name) ?? throw new InvalidOperationException(Missing(name, name));

    /// <summary>Returns why tests that need a program are skipped; null if they run. With <c>CI=true</c> they are never skipped and fail without it.</summary>
    public static string? SkipReason(string name, string package) =>
        Find(name) is null ? Skip(Missing(name, package)) : null;

    /// <summary>Returns a reason to skip a test; null with <c>CI=true</c>, with which no test is skipped.</summary>
    public static string? Skip(string reason) => string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase) ? null : reason;

    private static string Missing(string name, string package) => $"{name} is not installed: install it (Debian: apt-get install {package})";
}

/// <summary>A fact that needs a program; it is skipped if the program is not installed, except with <c>CI=true</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ProgramFactAttribute : FactAttribute
{
    /// <summary>Creates the attribute.</summary>
    /// <param name="program">The name of the program.</param>
    /// <param name="package">The Debian package that contains it.</param>
    public ProgramFactAttribute(string program, string package)
    {
        Skip = ExternalProgram.SkipReason(program, package);
    }
}

/// <summary>A theory that needs a program; it is skipped if the program is not installed, except with <c>CI=true</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ProgramTheoryAttribute : TheoryAttribute
{
    /// <summary>Creates the attribute.</summary>
    /// <param name="program">The name of the program.</param>
    /// <param name="package">The Debian package that contains it.</param>
    public ProgramTheoryAttribute(string program, string package)
    {
        Skip = ExternalProgram.SkipReason(program, package);
    }
}
