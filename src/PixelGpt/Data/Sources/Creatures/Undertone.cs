namespace PixelGpt.Data.Sources.Creatures;

/// <summary>Which ramps may lend a ramp their shades and their lights: its neighbours on the colour wheel, as painters mix them.</summary>
internal static class Undertone
{
    /// <summary>A line a <see cref="Ramp"/>, in its order.</summary>
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

    /// <summary>A material with other shades or lights, or as it is.</summary>
    public static Material Mix(Dice dice, Material material)
    {
        (Ramp[] shades, Ramp[] lights) = Neighbors[(int)material.Ramp];
        return material with
        {
            Shade = dice.Chance(0.6) ? dice.Pick<Ramp>(shades) : null,
            Light = dice.Chance(0.5) ? dice.Pick<Ramp>(lights) : null,
        };
    }
}
