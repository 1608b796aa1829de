namespace PixelGpt.Tests.Infrastructure;

/// <summary>The folder of real data and reference values beside the checkout; it is not part of a plain clone.</summary>
internal static class SharedData
{
    public static string? Root { get; } = Find();

    public static string PathOf(params string[] parts) => Path.Combine([Root ?? throw new InvalidOperationException("no shared data"), .. parts]);

    private static string? Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "PixelGpt.slnx"))) continue;
            string shared = Path.Combine(folder.FullName, "..", "shared");
            return Directory.Exists(Path.Combine(shared, "reference")) ? Path.GetFullPath(shared) : null;
        }

        return null;
    }
}

/// <summary>A fact that needs <c>../shared</c>; skipped, with the reason, where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute()
    {
        if (SharedData.Root is null) Skip = "needs the reference data in ../shared, which this checkout does not have";
    }
}

/// <summary>A theory that needs <c>../shared</c>; skipped, with the reason, where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedTheoryAttribute : TheoryAttribute
{
    public SharedTheoryAttribute()
    {
        if (SharedData.Root is null) Skip = "needs the reference data in ../shared, which this checkout does not have";
    }
}
