using PixelGpt.Data.Sources.Creatures.Bodies;

namespace PixelGpt.Data.Sources.Creatures;

/// <summary>Draws creatures: one for each seed and number, whatever others there are.</summary>
internal static class CreatureArtist
{
    /// <summary>Pixels a side of a finished creature.</summary>
    public const int Side = 20;

    /// <summary>Draws again until a creature fits and can be seen.</summary>
    /// <param name="seed">The seed of the data set.</param>
    /// <param name="number">Which creature.</param>
    /// <param name="accept">Whether a creature will do.</param>
    /// <returns>Palette indices in raster order.</returns>
    public static int[] Draw(ulong seed, ulong number, Predicate<int[]> accept)
    {
        var dice = new Dice(seed, number);
        while (true)
        {
            if (Portrait.TryFrame(Sketch(dice), out int[] pixels) && accept(pixels)) return pixels;
        }
    }

    /// <summary>A canvas with one creature, of a stage of growth and a build that dice decide.</summary>
    private static (Canvas Canvas, Finisher Finisher) Sketch(Dice dice)
    {
        double size = dice.Pick(0.72, 0.84, 0.84, 0.94, 0.94, 1.02, 1.02), build = dice.Real(0.93, 1.07);
        var canvas = new Canvas(dice.Chance(0.5), size * build, size / build);
        var scheme = new Scheme(dice);
        dice.Pick<IBodyPlan>(BodyPlans.All).Draw(new Easel(canvas, scheme, dice));
        OutlineStyle outline = dice.Pick(OutlineStyle.Dark, OutlineStyle.Dark, OutlineStyle.Lit, OutlineStyle.Ink);
        return (canvas, new Finisher(canvas, outline, dice.Bits()));
    }
}
