namespace PixelGpt.Data.Sources.Creatures;

/// <summary>Makes palette indices of a canvas: light, texture, contours between parts, and the outline around all.</summary>
internal sealed class Finisher(Canvas canvas, OutlineStyle outline, uint grain)
{
    // From the upper left and the front; of length 1.
    private const double LightX = -0.48, LightY = -0.62, LightZ = 0.62;

    private const int FirstLitSide = 2;

    /// <summary>Where an outline looks for what it goes around: first where it lies in the shadow of that.</summary>
    private static readonly (int X, int Y)[] Sides = [(0, -1), (-1, 0), (0, 1), (1, 0)];

    /// <summary>How much light a tone needs, from the deep shade to the highlight.</summary>
    private static readonly double[] Thresholds = [double.MinValue, 0.06, 0.40, 0.77, 0.955];

    /// <summary>The palette index of a pixel of the canvas.</summary>
    public int ColorAt(int column, int row)
    {
        ref readonly Canvas.Cell cell = ref canvas[column, row];
        if (cell.Part == 0) return OutlineAt(column, row);
        if (cell.Ink != 0) return cell.Ink;
        return cell.Material.Index(ContourTone(cell, column, row) ?? LightTone(cell, column, row));
    }

    private int LightTone(in Canvas.Cell cell, int column, int row)
    {
        double facing = Math.Sqrt(Math.Max(0, 1 - (cell.U * cell.U) - (cell.V * cell.V)));
        double light = (cell.U * LightX) + (cell.V * LightY) + (facing * LightZ);
        if (!cell.Calm) light += Grain(cell.Material.Texture, column, row);
        int tone = Thresholds.Length;
        while (light < Thresholds[tone - 1]) tone--;
        tone = Math.Clamp(tone + cell.Material.Bias, 1, MasterPalette.HighlightTone);
        if (!cell.Calm) return tone;
        // Ink needs a light ground, gleam a dark one.
        return MasterPalette.TintOf(cell.Material.Ramp) == Tint.Dark ? Math.Min(tone, MasterPalette.BaseTone) : Math.Max(tone,
            MasterPalette.BaseTone);
    }

    /// <summary>Where a part in front ends, the part behind is drawn dark: darkest in its shadow, to the right and below.</summary>
    private int? ContourTone(in Canvas.Cell cell, int column, int row)
    {
        int part = cell.Part;
        bool InFront(int x, int y) => canvas[x, y].Part > part;
        if (InFront(column - 1, row) || InFront(column, row - 1)) return MasterPalette.OutlineTone;
        if (InFront(column + 1, row) || InFront(column, row + 1)) return outline == OutlineStyle.Lit ? 1 : MasterPalette.OutlineTone;
        return null;
    }

    private int OutlineAt(int column, int row)
    {
        for (int side = 0; side < Sides.Length; side++)
        {
            ref readonly Canvas.Cell beside = ref canvas[column + Sides[side].X, row + Sides[side].Y];
            if (beside.Part == 0) continue;
            return outline switch
            {
                OutlineStyle.Ink => MasterPalette.SoftInk,
                OutlineStyle.Lit when side >= FirstLitSide => beside.Material.Index(1),
                _ => beside.Material.Index(MasterPalette.OutlineTone),
            };
        }

        return MasterPalette.Background;
    }

    private double Grain(Texture texture, int column, int row) => texture switch
    {
        Texture.Dither => ((column + row) & 1) == 0 ? 0.11 : -0.11,
        Texture.Fur => 0.38 * Noise(column, row / 2),
        Texture.Scales => (row & 1) == 1 && (column & 1) == ((row >> 1) & 1) ? -0.34 : 0.04,
        Texture.Stone => (0.26 * Noise(column / 2, row / 2)) + (0.22 * Noise(column, row)),
        _ => 0,
    };

    /// <summary>A number of −0.5 to 0.5 that hangs on the place alone: a hash (Wang's finaliser).</summary>
    private double Noise(int x, int y)
    {
        uint hash = grain ^ (uint)((x * 73_856_093) ^ (y * 19_349_663));
        hash = (hash ^ 61) ^ (hash >> 16);
        hash *= 9;
        hash ^= hash >> 4;
        hash *= 0x27d4eb2d;
        hash ^= hash >> 15;
        return (hash / (double)uint.MaxValue) - 0.5;
    }
}

/// <summary>What the outline of a creature is drawn with.</summary>
internal enum OutlineStyle
{
    /// <summary>The darkest tone of what it goes around.</summary>
    Dark,

    /// <summary>As <see cref="Dark"/>, but a shade where the light falls.</summary>
    Lit,

    /// <summary>One ink all around.</summary>
    Ink,
}
