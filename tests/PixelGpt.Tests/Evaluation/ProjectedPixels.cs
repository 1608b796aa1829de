using PixelGpt.Evaluation.Features;
using PixelGpt.Imaging;
using PixelGpt.Numerics;

namespace PixelGpt.Tests.Evaluation;

/// <summary>A small feature extractor for tests: the colours of 5×5 regions projected on fixed random directions.</summary>
internal sealed class ProjectedPixels(int width = 24, string name = "projected pixels") : IFeatureExtractor
{
    private const int Grid = 5;

    private readonly float[][] _directions = MakeDirections(width);

    public string Name => name;

    public int Width => width;

    public double Operations => 1e6;

    /// <summary>The number of pictures computed so far.</summary>
    public int Pictures { get; private set; }

    public float[][] Extract(IReadOnlyList<PixelImage> pictures, int threads, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        float[][] features = new float[pictures.Count][];
        for (int i = 0; i < pictures.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            features[i] = Extract(pictures[i]);
            progress?.Report(i + 1);
            Pictures++;
        }

        return features;
    }

    private float[] Extract(PixelImage picture)
    {
        float[] sums = new float[Grid * Grid * 3];
        for (int y = 0; y < picture.Height; y++)
        {
            for (int x = 0; x < picture.Width; x++)
            {
                int region = 3 * ((y * Grid / picture.Height * Grid) + (x * Grid / picture.Width));
                Rgba pixel = picture[x, y];
                sums[region] += pixel.R;
                sums[region + 1] += pixel.G;
                sums[region + 2] += pixel.B;
            }
        }

        float scale = Grid * Grid / (255f * picture.Width * picture.Height);
        return [.. _directions.Select(d => d.Zip(sums, (p, s) => p * s * scale).Sum())];
    }

    private static float[][] MakeDirections(int width)
    {
        var random = new PhiloxRandom(11);
        float[][] directions = new float[width][];
        for (int i = 0; i < width; i++)
        {
            directions[i] = new float[Grid * Grid * 3];
            for (int j = 0; j < directions[i].Length; j++) directions[i][j] = (float)(0.2 * random.NextNormal());
        }

        return directions;
    }
}
