namespace PixelGpt.Data.Sources.Creatures;

/// <summary>Computes the palette indices of a canvas from light, texture, contours between parts, and the outline.</summary>
internal sealed class CanvasShader(Canvas canvas, OutlineStyle outline, uint noiseSeed, DetailLevel detail = DetailLevel.Classic)
{
    // Light direction from the upper left and front; a unit vector.
    private const double LightX = -0.48, LightY = -0.62, LightZ = 0.62;

    private const int FirstLitSide = 2;

    /// <summary>The neighbours that an outline pixel takes its colour from, in order of preference; shadow sides of the creature come first.</summary>
    private static readonly (int X, int Y)[] Sides = [(0, -1), (-1, 0), (0, 1), (1, 0)];

    /// <summary>The minimum light of each tone, from deep shade to highlight.</summary>
    private static readonly double[] Thresholds = [double.MinValue, 0.06, 0.40, 0.77, 0.955];

    /// <summary>Computes the palette index of a pixel.</summary>
    public int ColorAt(int column, int row)
    {
        ref readonly CanvasPixel pixel = ref canvas[column, row];
        if (pixel.Part == 0) return OutlineAt(column, row);
        if (pixel.Ink != 0) return pixel.Ink;
        return pixel.Material.Index(ContourTone(pixel, column, row) ?? LightTone(pixel, column, row));
    }

    private int LightTone(in CanvasPixel pixel, int column, int row)
    {
        double facing = Math.Sqrt(Math.Max(0, 1 - (pixel.U * pixel.U) - (pixel.V * pixel.V)));
        double light = (pixel.U * LightX) + (pixel.V * LightY) + (facing * LightZ);
        if (!pixel.IsFlat) light += detail == DetailLevel.Large ? CoarseTextureOffset(pixel.Material.Texture, column, row) : TextureOffset(pixel.Material.Texture, column, row);
        if (detail == DetailLevel.Large) light += RimLight(pixel, facing) - Shadow(pixel.Part, column, row);
        int tone = Thresholds.Length;
        while (light < Thresholds[tone - 1]) tone--;
        tone = Math.Clamp(tone + pixel.Material.Bias, 1, CreaturePalette.HighlightTone);
        if (!pixel.IsFlat) return tone;
        // Dark eye pixels need a light skin, light eye pixels a dark one.
        return CreaturePalette.BrightnessOf(pixel.Material.Ramp) == RampBrightness.Dark ? Math.Min(tone, CreaturePalette.BaseTone) : Math.Max(tone,
            CreaturePalette.BaseTone);
    }

    /// <summary>Returns the tone of the contour where another part overlaps this one; null elsewhere. It is darkest to the right of and below the other part, where its shadow falls.</summary>
    private int? ContourTone(in CanvasPixel pixel, int column, int row)
    {
        int part = pixel.Part;
        bool InFront(int x, int y) => canvas[x, y].Part > part;
        if (InFront(column - 1, row) || InFront(column, row - 1)) return CreaturePalette.OutlineTone;
        if (InFront(column + 1, row) || InFront(column, row + 1)) return outline == OutlineStyle.Lit ? 1 : CreaturePalette.OutlineTone;
        return null;
    }

    private int OutlineAt(int column, int row)
    {
        for (int side = 0; side < Sides.Length; side++)
        {
            ref readonly CanvasPixel beside = ref canvas[column + Sides[side].X, row + Sides[side].Y];
            if (beside.Part == 0) continue;
            return outline switch
            {
                OutlineStyle.Ink => CreaturePalette.SoftInk,
                OutlineStyle.Lit when side >= FirstLitSide => beside.Material.Index(1),
                _ => beside.Material.Index(CreaturePalette.OutlineTone),
            };
        }

        return CreaturePalette.Background;
    }

    /// <summary>Returns the light that is reflected onto the edge of a part that faces away from the light.</summary>
    private static double RimLight(in CanvasPixel pixel, double facing) => facing < 0.35 && pixel.U > 0.45 && pixel.V > 0 ? 0.3 : 0;

    /// <summary>Returns the shadow that parts in front cast on the pixels to the right of and below their contour.</summary>
    private double Shadow(int part, int column, int row) =>
        canvas[column, row - 2].Part > part || canvas[column - 1, row - 2].Part > part ? 0.34 : canvas[column - 2, row].Part > part ? 0.17 : 0;

    private double CoarseTextureOffset(Texture texture, int column, int row) => texture switch
    {
        Texture.Dither => ((column + row) & 1) == 0 ? 0.07 : -0.07,
        Texture.Fur => (0.3 * Noise(column / 2, row / 4)) + (0.14 * Noise(column, row / 2)),
        Texture.Scales => ScaleOffset(column, row),
        Texture.Stone => (0.3 * Noise(column / 4, row / 3)) + (0.16 * Noise(column, row)),
        _ => 0,
    };

    /// <summary>Returns the texture of rows of U-shaped scales, four pixels wide and three high, each row shifted by half a scale.</summary>
    private static double ScaleOffset(int column, int row)
    {
        int x = (column + (row / 3 % 2 * 2)) & 3;
        return (row % 3, x) switch
        {
            (2, 1 or 2) or (1, 0) or (0, 0) => -0.28,
            (0, 1) => 0.12,
            _ => 0.03,
        };
    }

    private double TextureOffset(Texture texture, int column, int row) => texture switch
    {
        Texture.Dither => ((column + row) & 1) == 0 ? 0.11 : -0.11,
        Texture.Fur => 0.38 * Noise(column, row / 2),
        Texture.Scales => (row & 1) == 1 && (column & 1) == ((row >> 1) & 1) ? -0.34 : 0.04,
        Texture.Stone => (0.26 * Noise(column / 2, row / 2)) + (0.22 * Noise(column, row)),
        _ => 0,
    };

    /// <summary>Returns a pseudo-random number of −0.5 to 0.5 that depends only on the position and the seed (Wang's integer hash).</summary>
    private double Noise(int x, int y)
    {
        uint hash = noiseSeed ^ (uint)((x * 73_856_093) ^ (y * 19_349_663));
        hash = (hash ^ 61) ^ (hash >> 16);
        hash *= 9;
        hash ^= hash >> 4;
        hash *= 0x27d4eb2d;
        hash ^= hash >> 15;
        return (hash / (double)uint.MaxValue) - 0.5;
    }
}
