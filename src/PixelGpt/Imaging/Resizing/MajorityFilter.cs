using System.Runtime.InteropServices;

namespace PixelGpt.Imaging.Resizing;

/// <summary>Takes the most frequent colour of the source area, or the first of several. Adds no colours and removes single-pixel noise.</summary>
internal sealed class MajorityFilter : IResizeFilter
{
    /// <inheritdoc/>
    public string Name => "majority";

    /// <inheritdoc/>
    public PixelImage Resize(PixelImage image, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        var small = new PixelImage(width, height);
        var counts = new Dictionary<Rgba, int>();
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++) small[x, y] = MostFrequent(image, Part(x, width, image.Width), Part(y, height, image.Height), counts);
        }

        return small;
    }

    private static (int First, int End) Part(int at, int count, int length) => ((int)((long)at * length / count), (int)((long)(at + 1) * length / count));

    private static Rgba MostFrequent(PixelImage image, (int First, int End) columns, (int First, int End) rows, Dictionary<Rgba, int> counts)
    {
        counts.Clear();
        Rgba best = default;
        int most = 0;
        for (int y = rows.First; y < rows.End; y++)
        {
            foreach (Rgba pixel in image.Row(y)[columns.First..columns.End])
            {
                // All fully transparent pixels count as one colour.
                Rgba color = pixel.A == 0 ? default : pixel;
                int count = ++CollectionsMarshal.GetValueRefOrAddDefault(counts, color, out _);
                if (count > most) (best, most) = (color, count);
            }
        }

        return best;
    }
}
