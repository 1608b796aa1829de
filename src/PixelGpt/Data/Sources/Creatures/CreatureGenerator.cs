using PixelGpt.Data.Sources.Creatures.Bodies;

namespace PixelGpt.Data.Sources.Creatures;

/// <summary>Generates creatures. A creature depends only on its seed and number.</summary>
internal static class CreatureGenerator
{
    /// <summary>Width and height of the pictures of <c>creatures</c> in pixels.</summary>
    public const int Side = 20;

    /// <summary>Minimum width and height of a picture.</summary>
    public const int MinSide = 16;

    /// <summary>Maximum width and height of a picture.</summary>
    public const int MaxSide = 32;

    private const int CanvasSize = 32;
    private const int LargeSide = 26;

    /// <summary>Minimum width of a stroke in pixels.</summary>
    private const double MinStrokeWidth = 1.15;

    /// <summary>The relative change of size after an attempt that was too large or too small.</summary>
    private const double Step = 0.07;

    /// <summary>Draws a creature of the data set <c>creatures</c>, repeatedly until one fits and is accepted.</summary>
    /// <param name="seed">Random seed of the data set.</param>
    /// <param name="number">Number of the creature.</param>
    /// <param name="accept">Returns whether a sprite is accepted, for example because it differs from all others.</param>
    /// <returns>The palette indices in raster order.</returns>
    public static int[] Generate(ulong seed, ulong number, Predicate<int[]> accept)
    {
        var random = new CreatureRandom(seed, number);
        IBodyPlan plan = random.Pick<IBodyPlan>(BodyPlans.All);
        double size = random.Pick(0.82, 0.9, 0.98, 1.04, 1.1, 1.16);
        return Fit(size, Side, scale => Attempt(random, plan, scale), (canvas, shader) =>
        {
            int[] pixels = CreatureFraming.Crop(canvas, shader, Side, Side);
            return accept(pixels) ? pixels : null;
        });
    }

    /// <summary>Draws a creature in the colours of <see cref="SharedCreaturePalette"/>, repeatedly until one fits and is accepted.</summary>
    /// <param name="seed">Random seed of the data set.</param>
    /// <param name="number">Number of the creature.</param>
    /// <param name="side">Width and height of the picture, <see cref="MinSide"/> to <see cref="MaxSide"/>.</param>
    /// <param name="mayCrop">Whether empty columns and rows may be removed, down to <see cref="MinSide"/>.</param>
    /// <param name="accept">Returns whether a sprite is accepted, for example because it differs from all others.</param>
    /// <returns>The sprite.</returns>
    public static Sprite Generate(ulong seed, ulong number, int side, bool mayCrop, Predicate<Sprite> accept)
    {
        // The streams of the creatures of each size differ from those of the other sizes and of the data set "creatures".
        var random = new CreatureRandom(seed, ((ulong)side << 32) | number);
        IBodyPlan plan = random.Pick<IBodyPlan>(side < Side ? BodyPlans.Small : BodyPlans.Large);
        double size = random.Pick(0.9, 0.98, 1.04, 1.1, 1.16, 1.22) * side / Side;
        bool isCropped = mayCrop && random.NextBool(0.6);
        return Fit(size, side, scale => Attempt(random, plan, scale, side), (canvas, shader) =>
        {
            (int width, int height) = isCropped ? CreatureFraming.Measure(canvas) : (side, side);
            (width, height) = (Math.Max(width, MinSide), Math.Max(height, MinSide));
            int[] pixels = CreatureFraming.Crop(canvas, shader, width, height);
            for (int i = 0; i < pixels.Length; i++) pixels[i] = SharedCreaturePalette.IndexOf(pixels[i]);
            var sprite = new Sprite(width, height, pixels);
            return accept(sprite) ? sprite : null;
        });
    }

    /// <summary>Draws a creature repeatedly, larger or smaller each time, until it fits the picture and is accepted.</summary>
    /// <param name="size">Size of the first drawing.</param>
    /// <param name="side">Width and height of the picture.</param>
    /// <param name="attempt">Draws the creature at a size.</param>
    /// <param name="crop">Returns the picture of a drawing that fits, or null if it is not accepted.</param>
    private static T Fit<T>(double size, int side, Func<double, (Canvas Canvas, CanvasShader Shader)> attempt, Func<Canvas, CanvasShader, T?> crop)
        where T : class
    {
        while (true)
        {
            (Canvas canvas, CanvasShader shader) = attempt(size);
            switch (CreatureFraming.Check(canvas, side))
            {
                case CreatureFit.TooLarge:
                    size *= 1 - Step;
                    break;
                case CreatureFit.TooSmall:
                    size *= 1 + Step;
                    break;
                case CreatureFit.Fits:
                    if (crop(canvas, shader) is { } picture) return picture;
                    break;
            }
        }
    }

    private static (Canvas Canvas, CanvasShader CanvasShader) Attempt(CreatureRandom random, IBodyPlan plan, double size, int side)
    {
        DetailLevel detail = side < Side ? DetailLevel.Small : side < LargeSide ? DetailLevel.Medium : DetailLevel.Large;
        double build = random.NextDouble(0.93, 1.07);
        var canvas = new Canvas(2 * side, random.NextBool(0.5), size * build, size / build, MinStrokeWidth);
        plan.Draw(new DrawingContext(canvas, new ColorScheme(random), random, detail));
        OutlineStyle outline = random.Pick(OutlineStyle.Dark, OutlineStyle.Dark, OutlineStyle.Lit, OutlineStyle.Ink);
        return (canvas, new CanvasShader(canvas, outline, random.NextUInt32(), detail));
    }

    /// <summary>Draws one creature with random proportions and colours.</summary>
    private static (Canvas Canvas, CanvasShader CanvasShader) Attempt(CreatureRandom random, IBodyPlan plan, double size)
    {
        double build = random.NextDouble(0.93, 1.07);
        var canvas = new Canvas(CanvasSize, random.NextBool(0.5), size * build, size / build);
        plan.Draw(new DrawingContext(canvas, new ColorScheme(random), random));
        OutlineStyle outline = random.Pick(OutlineStyle.Dark, OutlineStyle.Dark, OutlineStyle.Lit, OutlineStyle.Ink);
        return (canvas, new CanvasShader(canvas, outline, random.NextUInt32()));
    }
}
