namespace PixelGpt.Data.Sources.Creatures.Features;

/// <summary>The eyes of creatures with <see cref="DetailLevel.Large"/>: three to five pixels wide, with lids, iris and reflections.</summary>
internal static class LargeEyes
{
    private static readonly Eyes
        Round = Same(".KK.", "KWKK", "KKKK", "KKiK", ".iI."),
        Oval = Same(".K.", "KWK", "KKK", "KiK", ".K."),
        Tall = Same("KWK", "KKK", "KKK", "KiK", "KIK"),
        Jewel = Same(".KKK.", "KWWiK", "KWiiK", "KiiIK", "KIILK", ".KKK."),
        Bright = Mirrored("KKKK", "WWKi", "WWKK", "WWiI", ".WW."),
        Wide = Mirrored("WWW.", "WWKK", "WWKK", "WWKK", "WWW."),
        Curious = Mirrored("KKK", "WWK", "WKi", "WKI", "WWW"),
        Startled = Same(".WWW.", "WWWWW", "WWKKW", "WWKKW", ".WWW."),
        Lashes = Mirrored("K....", ".KKKK", ".KWKK", ".KKiK", "..iI."),
        Sleepy = Mirrored("KKKK", "MWKK", "MMKK", ".KK."),
        Happy = Same(".KK.", "K..K", "K..K"),
        Closed = Same("K..K", ".KK."),
        Beaming = Same(".WW.", "W..W"),
        Fierce = Mirrored("KK..", "WKK.", "WWKK", "WWIK", ".WW."),
        Sharp = Mirrored("K....", "KKK..", ".WIKK", ".WWiK"),
        Cross = Mirrored("KK...", ".KKK.", ".WKKK", ".KKiK"),
        Baleful = Mirrored("L....", "LLL..", ".LWKL", "..LLI"),
        Glowing = Same(".LL.", "LWWL", "LWLL", ".LI."),
        Slits = Mirrored("L....", "LLWL.", ".LLWL"),
        Hollow = Same(".KKK.", "KKKKK", "KKLLK", "KKLIK", ".KKK."),
        Cat = Same(".LLL.", "LWKLL", "LLKLI", ".LKI.");

    /// <summary>One large eye in the middle of a face.</summary>
    public static Eyes Cyclops { get; } = Same("..KKKK..", ".KWWWWK.", "KWWKKiWK", "KWKWKiiK", "KWKKKiIK", "KWWiiIWK", ".KWWWWK.", "..KKKK..");

    /// <summary>Selects eyes of an expression that are visible on skin of the given brightness.</summary>
    public static Eyes Any(CreatureRandom random, EyeExpression expression, RampBrightness skin) => (expression, skin) switch
    {
        (EyeExpression.Friendly, RampBrightness.Light) => random.Pick(Round, Round, Oval, Tall, Jewel, Jewel, Lashes, Happy, Closed, Curious),
        (EyeExpression.Friendly, RampBrightness.Middle) => random.Pick(Round, Oval, Jewel, Bright, Bright, Wide, Curious, Lashes, Startled, Sleepy, Happy),
        (EyeExpression.Friendly, _) => random.Pick(Wide, Wide, Bright, Startled, Beaming, Glowing, Cat),
        (EyeExpression.Wild, RampBrightness.Light) => random.Pick(Cross, Cross, Sharp, Round, Tall),
        (EyeExpression.Wild, RampBrightness.Middle) => random.Pick(Fierce, Fierce, Sharp, Cross, Cat, Bright),
        (EyeExpression.Wild, _) => random.Pick(Baleful, Baleful, Slits, Fierce, Cat),
        (EyeExpression.Small, RampBrightness.Dark) => random.Pick(Wide, Curious, Glowing),
        (EyeExpression.Small, _) => random.Pick(Oval, Oval, Round, Tall),
        (_, RampBrightness.Dark) => random.Pick(Glowing, Slits, Baleful, Beaming, Cat),
        _ => random.Pick(Hollow, Hollow, Round, Cross, Oval),
    };

    private static Eyes Same(params string[] rows) => new(rows, rows);

    private static Eyes Mirrored(params string[] rows) => new(rows, [.. rows.Select(row => new string([.. row.Reverse()]))]);
}
