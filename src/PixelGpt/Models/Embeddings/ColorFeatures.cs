using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Numerics;

namespace PixelGpt.Models.Embeddings;

/// <summary>
/// Fixed features of every palette entry: its <see cref="Oklab"/> coordinates, sines and cosines of random projections of them
/// (random Fourier features, Rahimi and Recht 2007, Tancik et al. 2020), and whether it is the background colour. Similar
/// colours have similar features. The rows after the last colour stand for other states of a pixel: outside the picture, not known
/// yet.
/// </summary>
internal sealed class ColorFeatures
{
    /// <summary>Seed of the random projections. They are part of the architecture, so it is the same for all models.</summary>
    private const ulong Seed = 0x4F4B4C6162;

    /// <summary>Factor of the coordinates a and b, whose range is about a fifth of that of the lightness.</summary>
    private const double ChromaScale = 5;

    /// <summary>Standard deviation of the frequencies in the direction of the lightness, and of a and b.</summary>
    private const double LightnessFrequency = 6, ChromaFrequency = 10;

    private readonly int _colors;
    private readonly Palette _palette;
    private readonly double[] _projections;

    /// <summary>Computes the features of a palette.</summary>
    /// <param name="palette">Palette of the model.</param>
    /// <param name="colors">Number of colours, V. Rows without a palette entry are 0.</param>
    /// <param name="frequencies">Number of random projections.</param>
    /// <param name="states">Number of other states of a pixel.</param>
    public ColorFeatures(Palette palette, int colors, int frequencies, int states)
    {
        _colors = colors;
        Rows = colors + states;
        Count = 3 + (2 * frequencies) + 1 + states;
        Buffer = new FloatBuffer(checked(Rows * Count));
        _palette = palette;
        _projections = new double[3 * frequencies];
        var random = new PhiloxRandom(Seed);
        for (int i = 0; i < _projections.Length; i++) _projections[i] = random.NextNormal() * (i % 3 == 0 ? LightnessFrequency : ChromaFrequency);
        for (int state = 0; state < states; state++) Buffer.Span[((colors + state) * Count) + Count - states + state] = 1;
        Compute(ColorChange.None);
    }

    /// <summary>Creates the features that a description asks for; null for none.</summary>
    /// <param name="description">Architecture of the model.</param>
    /// <param name="palette">Palette of the model; may be null if there are no features.</param>
    public static ColorFeatures? Of(TransformerDescription description, Palette? palette) => description.ColorFrequencies is { } frequencies
        ? new ColorFeatures(palette ?? throw new ArgumentNullException(nameof(palette)), description.VocabularySize, frequencies, description.NeighborStates - description.VocabularySize)
        : null;

    /// <summary>The number of rows: one per colour and other state of a pixel.</summary>
    public int Rows { get; }

    /// <summary>The number of features of a row, n.</summary>
    public int Count { get; }

    /// <summary>The features [rows, n].</summary>
    public ReadOnlyMatrixSpan Values => new(Buffer.Span, Rows, Count);

    private FloatBuffer Buffer { get; }

    /// <summary>Computes the features of the palette with changed colours.</summary>
    /// <param name="change">The change; the background colour is not changed.</param>
    public void Compute(ColorChange change)
    {
        int frequencies = _projections.Length / 3;
        for (int color = 0; color < Math.Min(_colors, _palette.Count); color++)
        {
            var original = Oklab.From(_palette[color]);
            (double l, double a, double b) = color == 0 ? original : change.Apply(original);
            Span<float> row = Buffer[color * Count, Count];
            (row[0], row[1], row[2]) = ((float)l, (float)(ChromaScale * a), (float)(ChromaScale * b));
            for (int i = 0; i < frequencies; i++)
            {
                (double sine, double cosine) = Math.SinCos((l * _projections[3 * i]) + (a * _projections[(3 * i) + 1]) + (b * _projections[(3 * i) + 2]));
                (row[3 + i], row[3 + frequencies + i]) = ((float)sine, (float)cosine);
            }

            row[3 + (2 * frequencies)] = color == 0 ? 1 : 0;
        }
    }
}
