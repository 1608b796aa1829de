using System.Globalization;
using PixelGpt.Imaging;

namespace PixelGpt.Data.Sources.Creatures;

/// <summary>
/// The 64 colours of the creatures of 16 to 32 pixels: white (the background), four single colours, and 59 colours from which
/// the ramps of <see cref="CreaturePalette"/> are composed. Ramps share outlines, shades and lights, as in palettes of pixel art.
/// The colours are a k-means clustering of the 27 ramps in OKLab in which the tones of each ramp stay distinct and get lighter.
/// </summary>
internal static class SharedCreaturePalette
{
    private const string Colors =
        """
        3d1415 750236 9d3037 db2a3d f76e55 fba4a0 cd553d f6d3b5
        592f27 a85830 c87d3a d3b68c f5810f f5f6e8 eaa518 ffdd6c
        fef7be e8df42 122526 208e49 58b43c 9dd864 036a64 daeead
        234923 486527 6f7c32 ac9b75 0e9386 47ba95 314151 a7d5c0
        3d739e 7f9daf 4fccd9 a7e4f4 1e1845 408feb 62baf5 e7eaed
        343da4 3b5fd1 452779 73439b 925cd0 c77ce6 daaef3 331c3f
        a66998 c98ba7 fea3f0 832172 bb2e86 ea498f 744831 97735a
        52566b 73798d b4bfce
        """;

    /// <summary>The palette indices of each ramp from outline to highlight. One line per <see cref="Ramp"/>, in enum order.</summary>
    private static readonly byte[][] Tones =
    [
        [5, 6, 7, 8, 9, 10], // Crimson
        [5, 7, 11, 9, 10, 12], // Coral
        [5, 13, 7, 14, 15, 16], // Rust
        [5, 7, 11, 17, 12, 18], // Tangerine
        [5, 14, 15, 19, 20, 21], // Amber
        [5, 15, 19, 22, 20, 21], // Lemon
        [23, 24, 25, 26, 22, 21], // Lime
        [23, 27, 24, 25, 26, 28], // Leaf
        [23, 29, 30, 31, 32, 16], // Moss
        [23, 27, 33, 34, 26, 28], // Jade
        [23, 35, 27, 33, 34, 36], // Teal
        [23, 37, 38, 39, 40, 18], // Aqua
        [41, 37, 42, 43, 40, 44], // Sky
        [41, 45, 46, 42, 43, 40], // Azure
        [41, 47, 45, 46, 42, 43], // Cobalt
        [41, 47, 48, 49, 50, 51], // Violet
        [41, 52, 47, 48, 53, 54], // Plum
        [41, 48, 49, 50, 55, 44], // Orchid
        [52, 56, 57, 58, 10, 12], // Rose
        [52, 53, 54, 10, 12, 18], // Blush
        [23, 5, 13, 59, 60, 32], // Bark
        [5, 59, 14, 15, 16, 12], // Caramel
        [5, 60, 32, 16, 12, 18], // Sand
        [23, 52, 35, 61, 62, 38], // Slate
        [23, 61, 62, 38, 63, 44], // Steel
        [13, 32, 16, 12, 44, 18], // Ivory
        [35, 38, 63, 40, 44, 18], // Snow
    ];

    /// <summary>The index of each colour of <see cref="CreaturePalette"/> in this palette.</summary>
    private static readonly byte[] Indices = [0, 1, 2, 3, 4, .. Tones.SelectMany(tones => tones)];

    /// <summary>The palette.</summary>
    public static Palette Palette { get; } = new(
    [
        .. CreaturePalette.Palette.Colors.Take(5),
        .. Colors.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Select(c => int.Parse(c, NumberStyles.HexNumber, CultureInfo.InvariantCulture))
            .Select(rgb => new Rgb((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb)),
    ]);

    /// <summary>Returns the index in this palette for an index in <see cref="CreaturePalette"/>.</summary>
    public static int IndexOf(int creatureIndex) => Indices[creatureIndex];
}
