using PixelGpt.Numerics;

namespace PixelGpt.Evaluation.Features.Layers;

/// <summary>Applies layers one after another. Intermediate maps alternate between two scratch areas.</summary>
internal sealed class Sequential(params ILayer[] layers) : ILayer
{
    public FeatureMapSize OutputSize(FeatureMapSize input) => layers.Aggregate(input, (size, layer) => layer.OutputSize(size));

    public int ScratchFloats(FeatureMapSize input)
    {
        (int even, int odd) = IntermediateFloats(input);
        int inside = 0;
        foreach (ILayer layer in layers)
        {
            inside = Math.Max(inside, layer.ScratchFloats(input));
            input = layer.OutputSize(input);
        }

        return even + odd + inside;
    }

    public double Operations(FeatureMapSize input)
    {
        double operations = 0;
        foreach (ILayer layer in layers)
        {
            operations += layer.Operations(input);
            input = layer.OutputSize(input);
        }

        return operations;
    }

    public void Forward(FeatureMap input, FeatureMap output, ScratchBuffer scratch, WorkerPool? pool) => Forward(input, output, scratch, pool, null);

    /// <summary>Computes the output and passes the index and output of each layer to <paramref name="observe"/>.</summary>
    public void Forward(FeatureMap input, FeatureMap output, ScratchBuffer scratch, WorkerPool? pool, Action<int, FeatureMap>? observe)
    {
        (int even, int odd) = IntermediateFloats(input.Size);
        ScratchBuffer first = scratch, second = scratch.Skip(even), rest = second.Skip(odd);
        for (int i = 0; i < layers.Length; i++)
        {
            FeatureMap next = i == layers.Length - 1 ? output : (i % 2 == 0 ? first : second).Allocate(layers[i].OutputSize(input.Size));
            layers[i].Forward(input, next, rest, pool);
            observe?.Invoke(i, next);
            input = next;
        }
    }

    /// <summary>Returns the size of the largest output of layers 0, 2, 4… and of layers 1, 3, 5…, without the last layer.</summary>
    private (int Even, int Odd) IntermediateFloats(FeatureMapSize input)
    {
        Span<int> largest = stackalloc int[2];
        largest.Clear();
        for (int i = 0; i < layers.Length - 1; i++)
        {
            input = layers[i].OutputSize(input);
            largest[i % 2] = Math.Max(largest[i % 2], Alignment.RoundUp(input.Floats));
        }

        return (largest[0], largest[1]);
    }
}
