namespace PixelGpt.Data.Sources.Creatures.Features;

/// <summary>How a creature looks at the world.</summary>
internal enum Temper
{
    /// <summary>Mostly large round eyes.</summary>
    Friendly,

    /// <summary>That of what bites.</summary>
    Wild,

    /// <summary>Friendly, in a small face.</summary>
    Small,

    /// <summary>Eyes that glow.</summary>
    Eerie,
}

/// <summary>
/// A kind of eyes, pixel by pixel, for they make the creature: <c>K</c> ink, <c>W</c> gleam, <c>i I L</c> the iris from dark to
/// light, <c>.</c> nothing. A gleam is at the upper left of both, where the light is; the white of an eye is outside.
/// </summary>
internal sealed record Eyes(string[] Left, string[] Right)
{
    public static readonly Eyes
        Bead = Same("WK", "KK"),
        Dot = Same("K", "K"),
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

    /// <summary>Columns an eye.</summary>
    public int Width => Left[0].Length;

    /// <summary>Rows an eye.</summary>
    public int Height => Left.Length;

    /// <summary>Eyes of a temper that stand out from their skin.</summary>
    public static Eyes Any(Dice dice, Temper temper, Tint skin) => (temper, skin) switch
    {
        (Temper.Friendly, Tint.Light) => dice.Pick(Bead, Bead, Tall, Tall, Tall, Deep, Doe, Doe, Doe, Glossy, Happy, Asleep, Dot),
        (Temper.Friendly, Tint.Middle) => dice.Pick(Bead, Tall, Tall, Deep, Doe, Doe, Glossy, Clear, Wide, Wide, Gazing, Gazing, Drowsy,
            Cross, Happy),
        (Temper.Friendly, _) => dice.Pick(Wide, Wide, Wide, Gazing, Gazing, Startled, Lamp, Sidelong, Beaming, Glowing),
        (Temper.Wild, Tint.Light) => dice.Pick(Cross, Cross, Tall, Doe, Bead),
        (Temper.Wild, Tint.Middle) => dice.Pick(Cross, Fierce, Fierce, Clear, Gazing, Wide, Tall),
        (Temper.Wild, _) => dice.Pick(Baleful, Baleful, Slits, Wide, Lamp, Gazing),
        (Temper.Small, Tint.Dark) => dice.Pick(Wide, Lamp, Glowing, Sidelong),
        (Temper.Small, _) => dice.Pick(Bead, Bead, Tall, Tall, Deep, Dot),
        (_, Tint.Dark) => dice.Pick(Glowing, Glowing, Slits, Slits, Lamp, Baleful, Wide, Beaming),
        _ => dice.Pick(Doe, Doe, Tall, Tall, Deep, Glossy, Cross),
    };

    private static Eyes Same(params string[] rows) => new(rows, rows);
}
