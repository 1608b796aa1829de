namespace PixelGpt.Data.Sources.Creatures.Features;

/// <summary>
/// The pixels of a mouth, for faces with a centre column (odd) and without one (even): <c>M</c> the outline tone of the skin,
/// <c>K</c> ink, <c>W</c> teeth, <c>T</c> tongue, <c>.</c> transparent.
/// </summary>
internal sealed record Mouth(string[] Odd, string[] Even)
{
    public static readonly Mouth
        None = new([], []),
        Tiny = new(["M"], ["MM"]),
        Flat = new(["MMM"], ["MMMM"]),
        Smile = new(["M.M", ".M."], ["M..M", ".MM."]),
        Cat = new(["M.M.M", ".M.M."], ["M.MM.M", ".M..M."]),
        Laugh = new(["KKK", ".T."], ["KKKK", ".TT."]),
        Fangs = new(["MMMMM", ".W.W."], ["MMMM", "W..W"]),
        Grin = new(["KWKWK"], ["KWWK"]),
        Pout = new([".M.", "M.M"], [".MM.", "M..M"]),
        Nose = new(["K"], ["KK"]),
        Snout = new(["KKK", ".M.", "M.M"], ["KK", "MM"]);

    public static Mouth Any(CreatureRandom random) => random.Pick(Tiny, Flat, Smile, Smile, Smile, Cat, Laugh, Laugh, Fangs, Grin, Pout);
}
