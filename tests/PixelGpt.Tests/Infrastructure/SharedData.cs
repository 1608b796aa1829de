namespace PixelGpt.Tests.Infrastructure;

/// <summary>The folder <c>../shared</c> with real data and reference values, which is not part of the repository.</summary>
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

/// <summary>A fact that needs <c>../shared</c>; skipped if the folder does not exist.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute()
    {
        if (SharedData.Root is null) Skip = "needs the reference data in ../shared, which does not exist";
    }
}

/// <summary>A theory that needs <c>../shared</c>; skipped if the folder does not exist.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedTheoryAttribute : TheoryAttribute
{
    public SharedTheoryAttribute()
    {
        if (SharedData.Root is null) Skip = "needs the reference data in ../shared, which does not exist";
    }
}
