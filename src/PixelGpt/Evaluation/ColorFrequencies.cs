using PixelGpt.Data;

namespace PixelGpt.Evaluation;

/// <summary>
/// The simplest prediction of a picture: each pixel by how often its colour occurs in the training sprites. A likelihood says more when
/// it is compared with this one, which has learned nothing but the colours.
/// </summary>
internal static class ColorFrequencies
{
    /// <summary>Computes the mean NLL per pixel of the dev sprites, or of the training sprites if no dev sprite is complete.</summary>
    /// <param name="data">The data set.</param>
    /// <returns>The mean NLL in nats; null if no training sprite is complete.</returns>
    public static double? Nll(SpriteDataset data)
    {
        // One is added to each count, so that colours that do not occur in the training sprites are possible.
        double[] counts = new double[data.Palette.Count];
        Array.Fill(counts, 1);
        Sprite[] train = Complete(SpriteDataset.Train), dev = Complete(SpriteDataset.Dev);
        if (train.Length == 0) return null;
        foreach (Sprite sprite in train)
        {
            foreach (int color in sprite.Pixels) counts[color]++;
        }

        double total = counts.Sum(), nll = 0;
        long pixels = 0;
        foreach (Sprite sprite in dev.Length > 0 ? dev : train)
        {
            foreach (int color in sprite.Pixels) nll -= Math.Log(counts[color] / total);
            pixels += sprite.Pixels.Length;
        }

        return nll / pixels;

        Sprite[] Complete(string split) => data.Splits.TryGetValue(split, out IReadOnlyList<Sprite>? sprites) ? [.. sprites.Where(s => s.IsComplete)] : [];
    }
}
