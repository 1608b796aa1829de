namespace PixelGpt.Data.Sources.Creatures.Features;

/// <summary>Puts eyes, mouth and cheeks on a head.</summary>
internal static class Face
{
    /// <summary>A face with two eyes.</summary>
    /// <param name="easel">What it is drawn with.</param>
    /// <param name="x">Its middle.</param>
    /// <param name="y">The height of its eyes.</param>
    /// <param name="gap">How far the eyes are apart.</param>
    /// <param name="temper">What they say.</param>
    /// <param name="mouth">The mouth's kind.</param>
    /// <param name="blush">Whether the cheeks are red.</param>
    public static void Draw(Easel easel, double x, double y, double gap, Temper temper, Mouth mouth, bool blush = false)
    {
        Canvas canvas = easel.Canvas;
        Ramp skin = SkinAt(canvas, x - (gap / 2) - 1, y);
        Tint tint = MasterPalette.TintOf(skin);
        Eyes eyes = Eyes.Any(easel.Dice, temper, tint);
        // Twice the middle is even where the face has a middle column, and then so must the gap.
        int middle = canvas.TwiceColumn(x);
        int between = Math.Max(canvas.Columns(gap), temper == Temper.Small ? 1 : 2);
        if ((between & 1) == (middle & 1)) between++;
        int top = canvas.Row(y) - (eyes.Height / 2);
        int left = (middle - between - 1) / 2 - eyes.Width + 1, right = (middle + between + 1) / 2;
        canvas.Calm(left - 1, top - 1, right + eyes.Width, top + eyes.Height + 1);
        Stamp(easel, left, top, eyes.Left);
        Stamp(easel, right, top, eyes.Right);

        int below = top + eyes.Height;
        StampMouth(easel, middle, below, mouth);
        if (!blush || tint == Tint.Dark) return;
        int red = MasterPalette.Index(skin is Ramp.Rose or Ramp.Blush or Ramp.Coral ? Ramp.Crimson : Ramp.Coral, 3);
        for (int i = 0; i < 2; i++)
        {
            canvas.Dot(left - i + (eyes.Width / 2) - 1, below, red);
            canvas.Dot(right + i + ((eyes.Width + 1) / 2), below, red);
        }
    }

    /// <summary>One eye, seen from the side or alone.</summary>
    public static void DrawEye(Easel easel, double x, double y, Temper temper) =>
        DrawEye(easel, x, y, Eyes.Any(easel.Dice, temper, MasterPalette.TintOf(SkinAt(easel.Canvas, x, y))));

    /// <summary>One eye of a given kind.</summary>
    public static void DrawEye(Easel easel, double x, double y, Eyes eyes)
    {
        int left = (easel.Canvas.TwiceColumn(x) - eyes.Width + 1) / 2, top = easel.Canvas.Row(y) - (eyes.Height / 2);
        easel.Canvas.Calm(left - 1, top - 1, left + eyes.Width, top + eyes.Height);
        Stamp(easel, left, top, eyes.Left);
    }

    /// <summary>A mouth alone.</summary>
    public static void DrawMouth(Easel easel, double x, double y, Mouth mouth) =>
        StampMouth(easel, easel.Canvas.TwiceColumn(x), easel.Canvas.Row(y), mouth);

    private static Ramp SkinAt(Canvas canvas, double x, double y) => canvas[canvas.TwiceColumn(x) / 2, canvas.Row(y)].Material.Ramp;

    private static void StampMouth(Easel easel, int middle, int top, Mouth mouth)
    {
        string[] rows = (middle & 1) == 0 ? mouth.Odd : mouth.Even;
        if (rows.Length > 0) Stamp(easel, (middle - rows[0].Length + 1) / 2, top, rows);
    }

    private static void Stamp(Easel easel, int left, int top, string[] rows)
    {
        Ramp iris = easel.Colors.Iris;
        for (int row = 0; row < rows.Length; row++)
        {
            for (int column = 0; column < rows[row].Length; column++)
            {
                int x = left + column, y = top + row;
                int ink = rows[row][column] switch
                {
                    'K' => MasterPalette.Ink,
                    'W' => MasterPalette.Gleam,
                    'T' => MasterPalette.Tongue,
                    'i' => MasterPalette.Index(iris, 2),
                    'I' => MasterPalette.Index(iris, 3),
                    'L' => MasterPalette.Index(iris, 4),
                    'M' => MasterPalette.Index(easel.Canvas[x, y].Material.Ramp, MasterPalette.OutlineTone),
                    _ => 0,
                };
                if (ink != 0) easel.Canvas.Dot(x, y, ink);
            }
        }
    }
}
