namespace PixelGpt.Tests.Packaging;

/// <summary>A theory that needs the output of <c>dotnet pack</c>; skipped if <c>PIXELGPT_PACKAGES</c> does not name its folder.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PackagesTheoryAttribute : TheoryAttribute
{
    public PackagesTheoryAttribute()
    {
        if (Folder is null) Skip = "needs packages: run 'dotnet pack -c Release -o FOLDER' and set PIXELGPT_PACKAGES to the full path of FOLDER";
    }

    /// <summary>The folder of the packages; null if it is not given.</summary>
    public static string? Folder { get; } = Environment.GetEnvironmentVariable("PIXELGPT_PACKAGES") is { Length: > 0 } folder ? folder : null;
}
