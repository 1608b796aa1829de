namespace PixelGpt.Models;

/// <summary>Numbers the sites of a model where dropout is applied. Each site has its own dropout masks.</summary>
internal static class DropoutSites
{
    public const int Embedding = 0;

    /// <summary>The first of the sites of colour embeddings; there are fewer than <see cref="SitesPerLayer"/>.</summary>
    private const int FirstColor = 1;

    private const int SitesPerLayer = 1024;

    /// <summary>The first site after those of the attention heads, of which there are at most 1000.</summary>
    private const int FirstComposed = 2 + 1000;

    /// <summary>The maximum number of dropouts of a composed block.</summary>
    public const int MaxPerBlock = 2 + SitesPerLayer - FirstComposed;

    public static int Color(int term) => FirstColor + term;

    public static int AttentionResidual(int layer) => ((layer + 1) * SitesPerLayer) + 0;

    public static int MlpResidual(int layer) => ((layer + 1) * SitesPerLayer) + 1;

    /// <summary>Returns the site of a dropout of a composed block; the first two are those of the residuals of attention and MLP.</summary>
    public static int Composed(int layer, int index) => ((layer + 1) * SitesPerLayer) + (index < 2 ? index : FirstComposed + index - 2);

    public static int Attention(int layer, int head) => ((layer + 1) * SitesPerLayer) + 2 + head;
}
