using PixelGpt.Numerics;
using PixelGpt.Training.Augmentation;

namespace OwnIdeas;

/// <summary>Turns pictures upside down at random, and tells the model that it did.</summary>
public sealed class OwnAugmentation(double probability) : IAugmentation
{
    public string Name => FormattableString.Invariant($"upside-down({probability})");

    // 0: unchanged, 1: upside down.
    public int Conditions => 2;

    public int Change(AugmentedPicture picture, ref PhiloxRandom random)
    {
        if (random.NextDouble() >= probability) return 0;
        for (int y = 0; y < picture.Height / 2; y++)
        {
            for (int x = 0; x < picture.Width; x++)
                (picture[x, y], picture[x, picture.Height - 1 - y]) = (picture[x, picture.Height - 1 - y], picture[x, y]);
        }

        return 1;
    }
}
