namespace PixelGpt.Data.Sources.Creatures.Features;

/// <summary>Draws eyes, mouth and cheeks.</summary>
internal static class Face
{
    /// <summary>Draws a face with two eyes.</summary>
    /// <param name="context">Drawing context.</param>
    /// <param name="x">The x coordinate of the centre.</param>
    /// <param name="y">The y coordinate of the eyes.</param>
    /// <param name="gap">The distance between the eyes.</param>
    /// <param name="expression">The style of the eyes.</param>
    /// <param name="mouth">The mouth.</param>
    /// <param name="blush">Whether the cheeks are red.</param>
    public static void Draw(DrawingContext context, double x, double y, double gap, EyeExpression expression, Mouth mouth, bool blush = false)
    {
        Canvas canvas = context.Canvas;
        Ramp skin = SkinAt(canvas, x - (gap / 2) - 1, y);
        RampBrightness brightness = CreaturePalette.BrightnessOf(skin);
        if (context.Detail == DetailLevel.Large) mouth = mouth.Enlarge(context.Random);
        Eyes eyes = context.Detail == DetailLevel.Classic
            ? Eyes.Any(context.Random, expression, brightness)
            : FittingEyes(context, x, y, gap, expression, brightness);
        // Twice the centre column is even if the face has a centre column; the gap must have the same parity.
        int middle = canvas.TwiceColumn(x);
        int between = Math.Max(canvas.Columns(gap), expression == EyeExpression.Small || context.Detail == DetailLevel.Small ? 1 : 2);
        if (context.Detail is not DetailLevel.Classic) between = Math.Min(between, Math.Max(1, SpanAt(canvas, x, y) - (2 * eyes.Width) - 2));
        if ((between & 1) == (middle & 1)) between++;
        int top = canvas.Row(y) - (eyes.Height / 2);
        int left = (middle - between - 1) / 2 - eyes.Width + 1, right = (middle + between + 1) / 2;
        canvas.Flatten(left - 1, top - 1, right + eyes.Width, top + eyes.Height + 1);
        Stamp(context, left, top, eyes.Left);
        Stamp(context, right, top, eyes.Right);

        int below = top + eyes.Height;
        StampMouth(context, middle, below, mouth);
        if (context.Detail is not DetailLevel.Classic) new Accessories(context, x, y, left, right + eyes.Width - 1, top).Any();
        if (!blush || brightness == RampBrightness.Dark) return;
        int red = CreaturePalette.Index(skin is Ramp.Rose or Ramp.Blush or Ramp.Coral ? Ramp.Crimson : Ramp.Coral, 3);
        for (int i = 0; i < 2; i++)
        {
            canvas.SetInk(left - i + (eyes.Width / 2) - 1, below, red);
            canvas.SetInk(right + i + ((eyes.Width + 1) / 2), below, red);
        }
    }

    /// <summary>Draws the single eye of a profile.</summary>
    public static void DrawEye(DrawingContext context, double x, double y, EyeExpression expression)
    {
        RampBrightness brightness = CreaturePalette.BrightnessOf(SkinAt(context.Canvas, x, y));
        Stamp(context, x, y, context.Detail == DetailLevel.Large ? LargeEyes.Any(context.Random, expression, brightness) : Eyes.Any(context.Random, expression, brightness));
    }

    /// <summary>Draws the single large eye of a cyclops.</summary>
    public static void DrawCyclopsEye(DrawingContext context, double x, double y) =>
        Stamp(context, x, y, context.Detail == DetailLevel.Large ? LargeEyes.Cyclops : Eyes.Cyclops);

    private static void Stamp(DrawingContext context, double x, double y, Eyes eyes)
    {
        int left = (context.Canvas.TwiceColumn(x) - eyes.Width + 1) / 2, top = context.Canvas.Row(y) - (eyes.Height / 2);
        context.Canvas.Flatten(left - 1, top - 1, left + eyes.Width, top + eyes.Height);
        Stamp(context, left, top, eyes.Left);
    }

    /// <summary>Draws a mouth without eyes.</summary>
    public static void DrawMouth(DrawingContext context, double x, double y, Mouth mouth) =>
        StampMouth(context, context.Canvas.TwiceColumn(x), context.Canvas.Row(y), mouth);

    /// <summary>Selects eyes that fit the width of the head; the smallest eyes if none do.</summary>
    private static Eyes FittingEyes(DrawingContext context, double x, double y, double gap, EyeExpression expression, RampBrightness brightness)
    {
        int span = SpanAt(context.Canvas, x, y), between = Math.Max(1, Math.Min(context.Canvas.Columns(gap), span / 4));
        for (int attempt = 0; attempt < 6; attempt++)
        {
            Eyes eyes = context.Detail == DetailLevel.Large && attempt < 4 ? LargeEyes.Any(context.Random, expression, brightness) : Eyes.Any(context.Random, expression, brightness);
            if ((2 * eyes.Width) + between + 2 <= span) return eyes;
        }

        return brightness == RampBrightness.Dark ? Eyes.Spark : Eyes.Deep;
    }

    /// <summary>Returns the number of pixels of the face in the row of the eyes.</summary>
    private static int SpanAt(Canvas canvas, double x, double y)
    {
        int row = canvas.Row(y), middle = canvas.TwiceColumn(x) / 2, part = canvas[middle, row].Part, left = middle, right = middle;
        while (canvas[left - 1, row].Part == part && part != 0) left--;
        while (canvas[right + 1, row].Part == part && part != 0) right++;
        return right - left + 1;
    }

    private static Ramp SkinAt(Canvas canvas, double x, double y) => canvas[canvas.TwiceColumn(x) / 2, canvas.Row(y)].Material.Ramp;

    private static void StampMouth(DrawingContext context, int middle, int top, Mouth mouth)
    {
        string[] rows = (middle & 1) == 0 ? mouth.Odd : mouth.Even;
        if (rows.Length > 0) Stamp(context, (middle - rows[0].Length + 1) / 2, top, rows);
    }

    private static void Stamp(DrawingContext context, int left, int top, string[] rows)
    {
        Ramp iris = context.Colors.Iris;
        for (int row = 0; row < rows.Length; row++)
        {
            for (int column = 0; column < rows[row].Length; column++)
            {
                int x = left + column, y = top + row;
                int ink = rows[row][column] switch
                {
                    'K' => CreaturePalette.Ink,
                    'W' => CreaturePalette.Gleam,
                    'T' => CreaturePalette.Tongue,
                    'i' => CreaturePalette.Index(iris, 2),
                    'I' => CreaturePalette.Index(iris, 3),
                    'L' => CreaturePalette.Index(iris, 4),
                    'M' => CreaturePalette.Index(context.Canvas[x, y].Material.Ramp, CreaturePalette.OutlineTone),
                    _ => 0,
                };
                if (ink != 0) context.Canvas.SetInk(x, y, ink);
            }
        }
    }
}
