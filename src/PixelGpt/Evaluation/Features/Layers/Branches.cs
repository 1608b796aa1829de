using PixelGpt.Numerics;

namespace PixelGpt.Evaluation.Features.Layers;

/// <summary>Applies several layers to the same input and concatenates their outputs along the channel axis.</summary>
internal sealed class Branches(params ILayer[] layers) : ILayer
{
    public FeatureMapSize OutputSize(FeatureMapSize input)
    {
        FeatureMapSize[] sizes = [.. layers.Select(layer => layer.OutputSize(input))];
        return sizes[0] with { Channels = sizes.Sum(size => size.Channels) };
    }

    public int ScratchFloats(FeatureMapSize input) => layers.Max(layer => layer.ScratchFloats(input));

    public double Operations(FeatureMapSize input) => layers.Sum(layer => layer.Operations(input));

    public void Forward(FeatureMap input, FeatureMap output, ScratchBuffer scratch, WorkerPool? pool)
    {
        int channel = 0;
        foreach (ILayer layer in layers)
        {
            int channels = layer.OutputSize(input.Size).Channels;
            layer.Forward(input, output.Slice(channel, channels), scratch, pool);
            channel += channels;
        }
    }
}
