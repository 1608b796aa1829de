using PixelGpt.Numerics;

namespace PixelGpt.Evaluation.Features.Inception;

/// <summary>Layers one after the other. What lies between them takes two places in turn.</summary>
internal sealed class Chain(params ILayer[] layers) : ILayer
{
    public MapSize Output(MapSize input) => layers.Aggregate(input, (size, layer) => layer.Output(size));

    public int ScratchFloats(MapSize input)
    {
        (int even, int odd) = Between(input);
        int inside = 0;
        foreach (ILayer layer in layers)
        {
            inside = Math.Max(inside, layer.ScratchFloats(input));
            input = layer.Output(input);
        }

        return even + odd + inside;
    }

    public double Operations(MapSize input)
    {
        double operations = 0;
        foreach (ILayer layer in layers)
        {
            operations += layer.Operations(input);
            input = layer.Output(input);
        }

        return operations;
    }

    public void Forward(FeatureMap input, FeatureMap output, Scratch scratch, WorkerPool? pool) => Forward(input, output, scratch, pool, null);

    /// <summary>The same, which tells what each layer gave.</summary>
    public void Forward(FeatureMap input, FeatureMap output, Scratch scratch, WorkerPool? pool, Action<int, FeatureMap>? watch)
    {
        (int even, int odd) = Between(input.Size);
        Scratch first = scratch, second = scratch.Behind(even), rest = second.Behind(odd);
        for (int i = 0; i < layers.Length; i++)
        {
            FeatureMap next = i == layers.Length - 1 ? output : (i % 2 == 0 ? first : second).Map(layers[i].Output(input.Size));
            layers[i].Forward(input, next, rest, pool);
            watch?.Invoke(i, next);
            input = next;
        }
    }

    /// <summary>The largest map behind layers 0, 2, 4… and behind 1, 3, 5…, but for the last one's.</summary>
    private (int Even, int Odd) Between(MapSize input)
    {
        Span<int> largest = stackalloc int[2];
        largest.Clear();
        for (int i = 0; i < layers.Length - 1; i++)
        {
            input = layers[i].Output(input);
            largest[i % 2] = Math.Max(largest[i % 2], Alignment.RoundUp(input.Floats));
        }

        return (largest[0], largest[1]);
    }
}

/// <summary>Layers side by side over the same input: each writes its own channels of the result.</summary>
internal sealed class Branches(params ILayer[] layers) : ILayer
{
    public MapSize Output(MapSize input)
    {
        MapSize[] sizes = [.. layers.Select(layer => layer.Output(input))];
        return sizes[0] with { Channels = sizes.Sum(size => size.Channels) };
    }

    public int ScratchFloats(MapSize input) => layers.Max(layer => layer.ScratchFloats(input));

    public double Operations(MapSize input) => layers.Sum(layer => layer.Operations(input));

    public void Forward(FeatureMap input, FeatureMap output, Scratch scratch, WorkerPool? pool)
    {
        int channel = 0;
        foreach (ILayer layer in layers)
        {
            int channels = layer.Output(input.Size).Channels;
            layer.Forward(input, output.Slice(channel, channels), scratch, pool);
            channel += channels;
        }
    }
}
