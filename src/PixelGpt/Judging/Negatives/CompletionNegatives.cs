using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Judging.Negatives;

/// <summary>Completions of a generator. Each is greedy, sampled at temperature 0.8 or sampled at temperature 1, with equal probability.</summary>
/// <param name="name">Name of the kind.</param>
/// <param name="description">Short description of the generator.</param>
/// <param name="model">The generator.</param>
/// <param name="threads">Number of threads to use; results do not depend on it.</param>
internal sealed class CompletionNegatives(string name, string description, PixelModel model, int threads) : INegativeKind
{
    private const ulong StreamTag = 0x636F6D7000000000;

    private static readonly GenerationOptions[] Modes =
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
        for (int mode = 0; mode < Modes.Length; mode++)
        {
            var requests = new List<CompletionRequest>();
            var indices = new List<int>();
            for (int i = 0; i < sprites.Count; i++)
            {
                var random = new PhiloxRandom(seed, StreamTag | (uint)i);
                if (random.NextInt32(Modes.Length) != mode) continue;
                Sprite sprite = sprites[i];
                indices.Add(i);
                requests.Add(new CompletionRequest(sprite.Memory[..RealPrefix.ChooseLength(ref random, sprite, promptFraction)], sprite.Pixels.Length, (ulong)(uint)i << 32, sprite.Width) { Height = sprite.Height });
            }

            int[][] completed = decoder.Complete(requests, Modes[mode] with { Seed = seed }, null, cancellationToken);
            for (int i = 0; i < completed.Length; i++) results[indices[i]] = new Sprite(sprites[0].Width, sprites[0].Height, completed[i]);
        }

        return results;
    }
}
