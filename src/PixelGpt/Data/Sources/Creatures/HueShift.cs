namespace PixelGpt.Data.Sources.Creatures;

/// <summary>Replaces the shades and lights of a ramp by those of a neighbouring hue, as is usual in pixel art (hue shifting).</summary>
internal static class HueShift
{
    /// <summary>One line per <see cref="Ramp"/>, in enum order.</summary>
    private static readonly (Ramp[] Shades, Ramp[] Lights)[] Neighbors =
    [
        ([Ramp.Plum, Ramp.Violet, Ramp.Rust], [Ramp.Coral, Ramp.Tangerine]),
        ([Ramp.Crimson, Ramp.Rose, Ramp.Rust], [Ramp.Blush, Ramp.Amber]),
        ([Ramp.Bark, Ramp.Plum, Ramp.Crimson], [Ramp.Caramel, Ramp.Tangerine]),
        ([Ramp.Crimson, Ramp.Rust], [Ramp.Amber, Ramp.Lemon]),
        ([Ramp.Tangerine, Ramp.Rust, Ramp.Caramel], [Ramp.Lemon, Ramp.Sand]),
        ([Ramp.Amber, Ramp.Caramel, Ramp.Tangerine], [Ramp.Ivory, Ramp.Lime]),
        ([Ramp.Leaf, Ramp.Jade, Ramp.Moss], [Ramp.Lemon, Ramp.Ivory]),
        ([Ramp.Jade, Ramp.Teal, Ramp.Moss], [Ramp.Lime, Ramp.Jade]),
        ([Ramp.Bark, Ramp.Teal, Ramp.Leaf], [Ramp.Lime, Ramp.Sand]),
        ([Ramp.Teal, Ramp.Leaf, Ramp.Cobalt], [Ramp.Lime, Ramp.Aqua]),
        ([Ramp.Cobalt, Ramp.Violet, Ramp.Slate], [Ramp.Aqua, Ramp.Jade]),
        ([Ramp.Azure, Ramp.Teal, Ramp.Sky], [Ramp.Snow, Ramp.Sky]),
        ([Ramp.Azure, Ramp.Cobalt, Ramp.Violet], [Ramp.Aqua, Ramp.Snow]),
        ([Ramp.Cobalt, Ramp.Violet, Ramp.Teal], [Ramp.Sky, Ramp.Aqua]),
        ([Ramp.Violet, Ramp.Plum, Ramp.Slate], [Ramp.Sky, Ramp.Violet]),
        ([Ramp.Cobalt, Ramp.Plum], [Ramp.Orchid, Ramp.Sky]),
        ([Ramp.Violet, Ramp.Slate, Ramp.Cobalt], [Ramp.Rose, Ramp.Violet]),
        ([Ramp.Violet, Ramp.Plum, Ramp.Rose], [Ramp.Blush, Ramp.Snow]),
        ([Ramp.Plum, Ramp.Crimson, Ramp.Violet], [Ramp.Coral, Ramp.Blush]),
        ([Ramp.Orchid, Ramp.Coral, Ramp.Rose], [Ramp.Ivory, Ramp.Snow]),
        ([Ramp.Plum, Ramp.Slate], [Ramp.Caramel, Ramp.Rust]),
        ([Ramp.Bark, Ramp.Rust, Ramp.Plum], [Ramp.Sand, Ramp.Amber]),
        ([Ramp.Caramel, Ramp.Coral, Ramp.Steel], [Ramp.Ivory, Ramp.Lemon]),
        ([Ramp.Cobalt, Ramp.Plum, Ramp.Teal], [Ramp.Steel, Ramp.Violet]),
        ([Ramp.Slate, Ramp.Azure, Ramp.Teal], [Ramp.Snow, Ramp.Aqua]),
        ([Ramp.Sand, Ramp.Blush, Ramp.Steel], [Ramp.Snow, Ramp.Ivory]),
        ([Ramp.Steel, Ramp.Sky, Ramp.Blush], [Ramp.Ivory, Ramp.Snow]),
    ];

    /// <summary>Returns the material with other shades, other lights, both or neither, selected at random.</summary>
    public static Material Apply(CreatureRandom random, Material material)
    {
        (Ramp[] shades, Ramp[] lights) = Neighbors[(int)material.Ramp];
        return material with
        {
            Shade = random.NextBool(0.6) ? random.Pick<Ramp>(shades) : null,
            Light = random.NextBool(0.5) ? random.Pick<Ramp>(lights) : null,
        };
    }
}
