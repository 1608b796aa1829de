using System.Globalization;
using PixelGpt.Imaging;

namespace PixelGpt.Data.Sources.Creatures;

/// <summary>
/// The 167 colours of all creatures, for every seed: white (the background), four single colours, and 27 ramps of six tones
/// whose shadows shift towards violet and whose lights shift towards yellow. The colours were chosen in OKLCH (Ottosson 2020).
/// </summary>
internal static class CreaturePalette
{
    /// <summary>White, the background; no part of a creature uses it.</summary>
    public const int Background = 0;

    /// <summary>Near-black, for pupils and mouths.</summary>
    public const int Ink = 1;

    /// <summary>A softer dark colour, for outlines.</summary>
    public const int SoftInk = 2;

    /// <summary>Near-white, for light reflections in eyes and for teeth.</summary>
    public const int Gleam = 3;

    /// <summary>The red of tongues.</summary>
    public const int Tongue = 4;

    /// <summary>The tone of a ramp for outlines. Tone 1 is the deepest shade.</summary>
    public const int OutlineTone = 0;

    /// <summary>The tone of a ramp in normal light.</summary>
    public const int BaseTone = 3;

    /// <summary>The tone of a ramp in direct light.</summary>
    public const int HighlightTone = 5;

    private const int FirstRamp = 5;
    private const int TonesPerRamp = 6;

    /// <summary>One line per <see cref="Ramp"/>, in enum order: outline, deep shade, shade, base, light, highlight.</summary>
    private static readonly string[] Ramps =
    [
        "400022 750236 ad073d db2a3d ff6d53 feab88", // Crimson
        "3f0b1f 953548 c84e50 f06e56 ffae8c ffdfc8", // Coral
        "380f17 682124 903827 ae532d d28253 dbae8b", // Rust
        "440912 a23d31 d35b20 f5810f ffc07b ffeece", // Tangerine
        "431008 ac562c d77c13 f3a51b ffd173 fff4c7", // Amber
        "401900 be7619 dfa515 f2d42d ffe964 fff8cc", // Lemon
        "012e18 329241 6eb933 abd72e daec57 fdfaa6", // Lime
        "002922 066248 0c8c4e 43b041 98d35c dae89c", // Leaf
        "072615 234923 486527 6f7c32 9ea15d c2be95", // Moss
        "00282a 056962 089279 2bb985 8dde98 d9f4bd", // Jade
        "002433 034b5a 027078 129390 61baaa a7d5c0", // Teal
        "08263d 357a9b 36a5c0 4fccd9 83edea d1fff4", // Aqua
        "152241 436ba1 4893d1 53baf2 8ae2ff d1fcff", // Sky
        "19194b 304297 3266ce 308cf6 65bdff 9fe0ff", // Azure
        "1c1348 291b78 3738ad 4159d4 4a8df5 75b6ee", // Cobalt
        "1e144a 3f2785 633fb8 855bdc b883f8 daaef3", // Violet
        "221538 371851 5d2a70 814085 ac67a2 c291b0", // Plum
        "261746 6f4699 a35cc0 d275d8 fea3f0 ffdef2", // Orchid
        "38073b 832172 bb2e86 ea498f fe92a9 ffc9ca", // Rose
        "311c2f 9d6c8a cd87a1 f3a4b2 ffcecd fff0ed", // Blush
        "2b1717 3f1f1a 5b3425 724b32 957258 a99683", // Bark
        "361612 78412e 9d5e36 ba7d44 dca970 ebd2ab", // Caramel
        "341e15 99755c bc986e d6ba86 efdaa9 fdf4d5", // Sand
        "1c1c26 29293a 3f4056 53566e 797b93 999baa", // Slate
        "1f2129 515765 6c7687 8693a5 afbccc d5dde7", // Steel
        "3e322f ab988d cdbca8 e8ddc4 f4ecd5 fbf7e9", // Ivory
        "33353b 9da2ac bac3cf d5e1ec e3eef8 f2f8ff", // Snow
    ];

    /// <summary>The palette.</summary>
    public static Palette Palette { get; } = new(
        [new(255, 255, 255), new(20, 16, 31), new(46, 38, 62), new(251, 251, 246), new(217, 72, 98), .. Ramps.SelectMany(Parse)]);

    /// <summary>Returns the palette index of a tone of a ramp.</summary>
    public static int Index(Ramp ramp, int tone) => FirstRamp + ((int)ramp * TonesPerRamp) + tone;

    /// <summary>Classifies the brightness of a ramp by its base tone.</summary>
    public static RampBrightness BrightnessOf(Ramp ramp)
    {
        Rgb color = Palette[Index(ramp, BaseTone)];
        return ((3 * color.R) + (6 * color.G) + color.B) switch
        {
            < 1150 => RampBrightness.Dark,
            < 1850 => RampBrightness.Middle,
            _ => RampBrightness.Light,
        };
    }

    private static IEnumerable<Rgb> Parse(string ramp) => ramp.Split(' ').Select(color =>
    {
        int rgb = int.Parse(color, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return new Rgb((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb);
    });
}
