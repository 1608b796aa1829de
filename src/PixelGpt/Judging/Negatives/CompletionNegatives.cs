using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Judging.Negatives;

/// <summary>Completions of a generator: a third each drawn greedily, at a temperature of 0.8, and at 1.</summary>
/// <param name="name">A word for it.</param>
/// <param name="description">Which generator it is, in a few words.</param>
/// <param name="model">The generator.</param>
/// <param name="threads">How many threads to use; results do not depend on it.</param>
public sealed class CompletionNegatives(string name, string description, PixelModel model, int threads) : INegativeKind
{
    private const ulong StreamTag = 0x636F6D7000000000;

    private static readonly GenerationOptions[] Ways =
    [
        GenerationOptions.Greedy,
        new GenerationOptions { DoSample = true, Temperature = 0.8 },
        new GenerationOptions { DoSample = true },
    ];

    /// <inheritdoc/>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public string Description { get; } = description;

    /// <inheritdoc/>
    public IReadOnlyList<Sprite> Make(IReadOnlyList<Sprite> sprites, double promptFraction, ulong seed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sprites);
        var results = new Sprite[sprites.Count];
        using var decoder = new PixelDecoder(model, threads);
        for (int way = 0; way < Ways.Length; way++)
        {
            var requests = new List<CompletionRequest>();
            var places = new List<int>();
            for (int i = 0; i < sprites.Count; i++)
            {
                var random = new PhiloxRandom(seed, StreamTag | (uint)i);
                if (random.NextInt32(Ways.Length) != way) continue;
                Sprite sprite = sprites[i];
                places.Add(i);
                requests.Add(new CompletionRequest(sprite.Memory[..Seam.Choose(ref random, sprite, promptFraction)], sprite.Pixels.Length, (ulong)(uint)i << 32));
            }

            int[][] drawn = decoder.Complete(requests, Ways[way] with { Seed = seed }, null, cancellationToken);
            for (int i = 0; i < drawn.Length; i++) results[places[i]] = new Sprite(sprites[0].Width, sprites[0].Height, drawn[i]);
        }

        return results;
    }
}
