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

    /// <summary>The mouths that creatures with <see cref="DetailLevel.Large"/> have instead; those without an entry stay the same.</summary>
    private static readonly Dictionary<Mouth, Mouth[]> LargeForms = new(ReferenceEqualityComparer.Instance)
    {
        [Tiny] = [new(["MMM"], ["MM"]), new([".M.", "MTM", ".M."], [".MM.", "MTTM", ".MM."])],
        [Flat] = [new(["MMMMM"], ["MMMM"]), new(["MMMMM", ".MMM."], ["MMMMMM", ".MMMM."])],
        [Smile] = [new(["M...M", ".MMM."], ["M....M", ".MMMM."]), new(["MMMMM", "M...M", ".MMM."], ["MMMMMM", "M....M", ".MMMM."])],
        [Cat] = [new(["M..M..M", ".MM.MM."], ["M..MM..M", ".MM..MM."]), new(["...K...", "M..M..M", ".MM.MM."], ["...KK...", "M..MM..M", ".MM..MM."])],
        [Laugh] = [new(["KKKKK", "KKTTK", ".KTK."], ["KKKKKK", "KKTTKK", ".KTTK."]), new(["KWWWK", "KKKKK", ".TTT."], ["KWWWWK", "KKKKKK", ".TTTT."])],
        [Fangs] = [new(["MMMMMMM", ".WM.MW.", ".W...W."], ["MMMMMM", "WM..MW", "W....W"]), new(["KKKKK", "KWKWK", ".KKK."], ["KKKKKK", "KWKKWK", ".KKKK."])],
        [Grin] = [new(["KWKWKWK", ".KKKKK."], ["KWKKWK", ".KKKK."]), new(["KWWKWWK", "KWWKWWK"], ["KWWWWK", ".KKKK."])],
        [Pout] = [new([".MMM.", "M...M"], [".MMMM.", "M....M"])],
        [Nose] = [new(["KKK", ".K."], ["KKKK", ".KK."]), new(["KWK", "KKK", ".M."], ["KWKK", ".KK.", ".MM."])],
        [Snout] = [new([".KKK.", "..K..", "M.M.M", ".M.M."], [".KKKK.", "..KK..", "M.MM.M", ".M..M."])],
    };

    /// <summary>Returns the form of this mouth for <see cref="DetailLevel.Large"/>.</summary>
    public Mouth Enlarge(CreatureRandom random) => LargeForms.TryGetValue(this, out Mouth[]? forms) ? random.Pick<Mouth>(forms) : this;

    public static Mouth Any(CreatureRandom random) => random.Pick(Tiny, Flat, Smile, Smile, Smile, Cat, Laugh, Laugh, Fangs, Grin, Pout);
}
