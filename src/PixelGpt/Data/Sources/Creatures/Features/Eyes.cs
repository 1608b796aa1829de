namespace PixelGpt.Data.Sources.Creatures.Features;

/// <summary>
/// The pixels of a pair of eyes: <c>K</c> ink, <c>W</c> white, <c>i I L</c> the iris from dark to light, <c>.</c> transparent.
/// Light reflections are at the upper left of both eyes, where the light comes from; the white of an eye is on its outer side.
/// </summary>
internal sealed record Eyes(string[] Left, string[] Right)
{
    public static readonly Eyes
        Bead = Same("WK", "KK"),
        Dot = Same("K", "K"),
        Spark = Same("W", "W"),
        Tall = new(["WK", "KK", "KI"], ["WK", "KK", "IK"]),
        Deep = Same("WK", "KK", "KK"),
        Doe = Same("WKK", "KKi", "KIL"),
        Glossy = Same("KWK", "KKK", "iKW"),
        Clear = new(["KK", "WI", "WK"], ["KK", "IW", "KW"]),
        Wide = new(["WW", "WK", "WK"], ["WW", "KW", "KW"]),
        Startled = Same("WWW", "WKW", "WWW"),
        Sidelong = Same("WWK", "WWK"),
        Gazing = new(["WWW", "WKI", "WKi"], ["WWW", "IKW", "iKW"]),
        Cross = new(["KK.", "WKK"], [".KK", "KKW"]),
        Fierce = new(["K..", "WKK", "WIK"], ["..K", "KKW", "KIW"]),
        Baleful = new(["W..", "WI.", "WKI"], ["..W", ".IW", "IKW"]),
        Happy = Same(".K.", "K.K"),
        Beaming = Same(".W.", "W.W"),
        Asleep = Same("K.K", ".K."),
        Drowsy = Same("KKK", ".WK"),
        Lamp = new(["LL", "LK", "IK"], ["LL", "KL", "KI"]),
        Glowing = Same("WL", "LI"),
        Slits = new(["L..", "LWL"], ["..L", "LWL"]),
        Cyclops = Same(".KKK.", "KWWIK", "KWKiK", "KIiIK", ".KKK.");

    /// <summary>Columns per eye.</summary>
    public int Width => Left[0].Length;

    /// <summary>Rows per eye.</summary>
    public int Height => Left.Length;

    /// <summary>Selects eyes of an expression that are visible on skin of the given brightness.</summary>
    public static Eyes Any(CreatureRandom random, EyeExpression expression, RampBrightness skin) => (expression, skin) switch
    {
        (EyeExpression.Friendly, RampBrightness.Light) => random.Pick(Bead, Bead, Tall, Tall, Tall, Deep, Doe, Doe, Doe, Glossy, Happy, Asleep, Dot),
        (EyeExpression.Friendly, RampBrightness.Middle) => random.Pick(Bead, Tall, Tall, Deep, Doe, Doe, Glossy, Clear, Wide, Wide, Gazing, Gazing, Drowsy,
            Cross, Happy),
        (EyeExpression.Friendly, _) => random.Pick(Wide, Wide, Wide, Gazing, Gazing, Startled, Lamp, Sidelong, Beaming, Glowing),
        (EyeExpression.Wild, RampBrightness.Light) => random.Pick(Cross, Cross, Tall, Doe, Bead),
        (EyeExpression.Wild, RampBrightness.Middle) => random.Pick(Cross, Fierce, Fierce, Clear, Gazing, Wide, Tall),
        (EyeExpression.Wild, _) => random.Pick(Baleful, Baleful, Slits, Wide, Lamp, Gazing),
        (EyeExpression.Small, RampBrightness.Dark) => random.Pick(Wide, Lamp, Glowing, Sidelong),
        (EyeExpression.Small, _) => random.Pick(Bead, Bead, Tall, Tall, Deep, Dot),
        (_, RampBrightness.Dark) => random.Pick(Glowing, Glowing, Slits, Slits, Lamp, Baleful, Wide, Beaming),
        _ => random.Pick(Doe, Doe, Tall, Tall, Deep, Glossy, Cross),
    };

    private static Eyes Same(params string[] rows) => new(rows, rows);
}
