using PixelGpt.Data.Sources.Creatures.Bodies;

namespace PixelGpt.Data.Sources.Creatures;

/// <summary>Generates creatures. A creature depends only on its seed and number.</summary>
internal static class CreatureGenerator
{
    /// <summary>Width and height of a sprite in pixels.</summary>
    public const int Side = 20;

    /// <summary>The relative change of size after an attempt that was too large or too small.</summary>
    private const double Step = 0.07;

    /// <summary>Draws a creature, repeatedly until one fits and is accepted.</summary>
    /// <param name="seed">Random seed of the data set.</param>
    /// <param name="number">Number of the creature.</param>
    /// <param name="accept">Returns whether a sprite is accepted, for example because it differs from all others.</param>
    /// <returns>The palette indices in raster order.</returns>
    public static int[] Generate(ulong seed, ulong number, Predicate<int[]> accept)
    {
        var random = new CreatureRandom(seed, number);
        IBodyPlan plan = random.Pick<IBodyPlan>(BodyPlans.All);
        double size = random.Pick(0.82, 0.9, 0.98, 1.04, 1.1, 1.16);
        while (true)
        {
            (Canvas canvas, CanvasShader shader) = Attempt(random, plan, size);
            switch (CreatureFraming.Check(canvas))
            {
                case CreatureFit.TooLarge:
                    size *= 1 - Step;
                    break;
                case CreatureFit.TooSmall:
                    size *= 1 + Step;
                    break;
                case CreatureFit.Fits:
                    int[] pixels = CreatureFraming.Crop(canvas, shader);
                    if (accept(pixels)) return pixels;
                    break;
            }
        }
    }

    /// <summary>Draws one creature with random proportions and colours.</summary>
    private static (Canvas Canvas, CanvasShader CanvasShader) Attempt(CreatureRandom random, IBodyPlan plan, double size)
    {
        double build = random.NextDouble(0.93, 1.07);
        var canvas = new Canvas(random.NextBool(0.5), size * build, size / build);
        plan.Draw(new DrawingContext(canvas, new ColorScheme(random), random));
        OutlineStyle outline = random.Pick(OutlineStyle.Dark, OutlineStyle.Dark, OutlineStyle.Lit, OutlineStyle.Ink);
        return (canvas, new CanvasShader(canvas, outline, random.NextUInt32()));
    }
}
