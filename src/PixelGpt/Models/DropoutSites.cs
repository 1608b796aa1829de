namespace PixelGpt.Models;

/// <summary>Numbers the sites of a model where dropout is applied. Each site has its own dropout masks.</summary>
internal static class DropoutSites
{
    public const int Embedding = 0;

    /// <summary>The first of the sites of colour embeddings; there are fewer than <see cref="SitesPerLayer"/>.</summary>
    private const int FirstColor = 1;

    private const int SitesPerLayer = 1024;

    public static int Color(int term) => FirstColor + term;

    public static int AttentionResidual(int layer) => ((layer + 1) * SitesPerLayer) + 0;

    public static int MlpResidual(int layer) => ((layer + 1) * SitesPerLayer) + 1;

    public static int Attention(int layer, int head) => ((layer + 1) * SitesPerLayer) + 2 + head;
}
