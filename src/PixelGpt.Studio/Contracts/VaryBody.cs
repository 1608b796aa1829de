namespace PixelGpt.Studio.Contracts;

/// <summary>Which pixels of a picture are drawn again.</summary>
internal sealed record VaryBody
{
    /// <summary>The fraction of the pixels that are drawn again, greater than 0 and at most 1.</summary>
    public double Strength { get; set; } = 0.5;

    /// <summary>What is kept: outline (pixels next to the background), silhouette (background stays background, and nothing else becomes background) and colors (no new colours).</summary>
    public IReadOnlyList<string>? Keep { get; set; }
}
