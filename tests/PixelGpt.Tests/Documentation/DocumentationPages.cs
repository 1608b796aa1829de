using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Documentation;

/// <summary>The Markdown files of the repository that people read.</summary>
internal static class DocumentationPages
{
    private static readonly string[] Folders = [".", "docs", "bench", ".github", Path.Combine("tests", "mutation"), Path.Combine("src", "PixelGpt"), Path.Combine("src", "PixelGpt.Parquet"), Path.Combine("src", "PixelGpt.Gpu")];

    /// <summary>The paths of the pages, from the root of the checkout: the pages of the project, of the documentation and of the packages.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. Folders.SelectMany(folder => Directory.GetFiles(Path.Combine(Checkout.Root, folder), "*.md")).Select(path => Path.GetRelativePath(Checkout.Root, path)).Order(StringComparer.Ordinal)];
}
