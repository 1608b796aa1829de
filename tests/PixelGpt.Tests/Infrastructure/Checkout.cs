namespace PixelGpt.Tests.Infrastructure;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Checkout
{
    /// <summary>The folder with the solution.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "PixelGpt.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("these tests run from a checkout");
    }
}
