using PixelGpt.Data;
using PixelGpt.Numerics;

namespace PixelGpt.Judging.Negatives;

/// <summary>Sprites that combine the top of one sprite with the bottom of another.</summary>
internal sealed class SplicedNegatives : INegativeKind
{
    private const ulong StreamTag = 0x73706C6900000000;

    /// <inheritdoc/>
    public string Name => "splice";

    /// <inheritdoc/>
    public string Description => "the top of one sprite and the bottom of another";

    /// <inheritdoc/>
    public IReadOnlyList<Sprite> Make(IReadOnlyList<Sprite> sprites, double promptFraction, ulong seed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sprites);
        var results = new Sprite[sprites.Count];
        for (int i = 0; i < results.Length; i++)
        {
            var random = new PhiloxRandom(seed, StreamTag | (uint)i);
            Sprite top = sprites[i], bottom = sprites[(i + 1 + random.NextInt32(sprites.Count - 1)) % sprites.Count];
            int prefix = RealPrefix.ChooseLength(ref random, top, promptFraction);
            results[i] = new Sprite(top.Width, top.Height, [.. top.Pixels[..prefix], .. bottom.Pixels[prefix..]]);
        }

        return results;
    }
}
