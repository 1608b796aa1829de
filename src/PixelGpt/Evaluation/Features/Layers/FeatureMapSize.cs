namespace PixelGpt.Evaluation.Features.Layers;

/// <summary>The size of the input or output of a layer.</summary>
/// <param name="Height">Number of pixel rows.</param>
/// <param name="Width">Number of pixels per row.</param>
/// <param name="Channels">Number of values per pixel.</param>
internal readonly record struct FeatureMapSize(int Height, int Width, int Channels)
{
    public int Pixels => Height * Width;

    public int Floats => Pixels * Channels;
}
