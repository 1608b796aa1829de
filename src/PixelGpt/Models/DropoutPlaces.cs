namespace PixelGpt.Models;

/// <summary>Numbers of the places in a model that apply dropout. Each number gives its own dropout mask.</summary>
internal static class DropoutPlaces
{
    public const int Embedding = 0;

    private const int PlacesPerLayer = 1024;

    public static int AttentionResidual(int layer) => ((layer + 1) * PlacesPerLayer) + 0;

    public static int MlpResidual(int layer) => ((layer + 1) * PlacesPerLayer) + 1;

    public static int Attention(int layer, int head) => ((layer + 1) * PlacesPerLayer) + 2 + head;
}
