namespace PixelGpt.Data.Sources.Creatures.Features;

/// <summary>
/// A kind of eyes, pixel by pixel, for they make the creature: <c>K</c> ink, <c>W</c> gleam, <c>i I L</c> the iris from dark to
/// light, <c>.</c> nothing. The gleam is at the upper left of both, where the light is, unless it is the white of the eye.
/// </summary>
internal sealed record Eyes(string[] Left, string[] Right)
{
    public static readonly Eyes
        Bead = Same("WK", "KK"),
        Dot = Same("K", "K"),
        Tall = new(["WK", "KK", "KI"], ["WK", "KK", "IK"]),
        Bright = new(["KK", "WI", "WK"], ["KK", "IW", "KW"]),
        Sparkling = Same("KKK", "WKi", "KIL"),
        Goggling = Same("KKK", "WKW", ".W."),
        Cross = new(["KK.", "WIK"], [".KK", "KIW"]),
        Fierce = new(["KK.", "WIK", ".WK"], [".KK", "KIW", "KW."]),
        Happy = Same(".K.", "K.K"),
        Asleep = Same("K.K", ".K."),
        Drowsy = Same("KKK", "WIK"),
        Glowing = Same("LI", "LL"),
        Slits = new(["L..", "ILL"], ["..L", "LLI"]),
        Cyclops = Same(".KKK.", "KWiIK", "KIKIK", "KiIWK", ".KKK.");

    /// <summary>Columns an eye.</summary>
    public int Width => Left[0].Length;

    /// <summary>Rows an eye.</summary>
    public int Height => Left.Length;

    /// <summary>What most creatures look at the world with.</summary>
    public static Eyes Friendly(Dice dice) => dice.Pick(
        Bead, Bead, Tall, Tall, Tall, Bright, Bright, Sparkling, Sparkling, Sparkling, Goggling, Cross, Fierce, Happy, Drowsy, Asleep, Dot);

    /// <summary>Those of what bites.</summary>
    public static Eyes Wild(Dice dice) => dice.Pick(Cross, Cross, Fierce, Fierce, Bright, Sparkling, Tall, Drowsy);

    /// <summary>Those of small heads.</summary>
    public static Eyes Small(Dice dice) => dice.Pick(Bead, Bead, Tall, Bright, Dot, Cross);

    private static Eyes Same(params string[] rows) => new(rows, rows);
}
