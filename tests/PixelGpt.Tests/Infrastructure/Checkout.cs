namespace PixelGpt.Tests.Infrastructure;

/// <summary>The repository checkout from which the tests were built.</summary>
internal static class Checkout
{
    /// <summary>The root folder of the checkout.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "PixelGpt.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("the tests must run from a checkout");
    }
}
