using PixelGpt.Data.Sources.Creatures.Bodies;

namespace PixelGpt.Data.Sources.Creatures;

/// <summary>Draws creatures: one for each seed and number, whatever others there are.</summary>
internal static class CreatureArtist
{
    /// <summary>Pixels a side of a finished creature.</summary>
    public const int Side = 20;

    /// <summary>How far a creature shrinks or grows where it turned out too large or too small.</summary>
    private const double Step = 0.07;

    /// <summary>Draws a kind of creature, again and again, until one fits and can be seen.</summary>
    /// <param name="seed">The seed of the data set.</param>
    /// <param name="number">Which creature.</param>
    /// <param name="accept">Whether a creature will do.</param>
    /// <returns>Palette indices in raster order.</returns>
    public static int[] Draw(ulong seed, ulong number, Predicate<int[]> accept)
    {
        var dice = new Dice(seed, number);
        IBodyPlan plan = dice.Pick<IBodyPlan>(BodyPlans.All);
        double size = dice.Pick(0.82, 0.9, 0.98, 1.04, 1.1, 1.16);
        while (true)
        {
            (Canvas canvas, Finisher finisher) = Sketch(dice, plan, size);
            switch (Portrait.Judge(canvas))
            {
                case Verdict.TooLarge:
                    size *= 1 - Step;
                    break;
                case Verdict.TooSmall:
                    size *= 1 + Step;
                    break;
                case Verdict.Good:
                    int[] pixels = Portrait.Frame(canvas, finisher);
                    if (accept(pixels)) return pixels;
                    break;
            }
        }
    }

    /// <summary>A canvas with one creature, of a build and colours that dice decide.</summary>
    private static (Canvas Canvas, Finisher Finisher) Sketch(Dice dice, IBodyPlan plan, double size)
    {
        double build = dice.Real(0.93, 1.07);
        var canvas = new Canvas(dice.Chance(0.5), size * build, size / build);
        plan.Draw(new Easel(canvas, new Scheme(dice), dice));
        OutlineStyle outline = dice.Pick(OutlineStyle.Dark, OutlineStyle.Dark, OutlineStyle.Lit, OutlineStyle.Ink);
        return (canvas, new Finisher(canvas, outline, dice.Bits()));
    }
}
