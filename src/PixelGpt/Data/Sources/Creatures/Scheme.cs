namespace PixelGpt.Data.Sources.Creatures;

/// <summary>The materials of one creature: few colours that go together, of one element.</summary>
internal sealed class Scheme
{
    /// <summary>An element: ramps that may be the body, what goes with them, and the eyes.</summary>
    private sealed record Element(Ramp[] Bodies, Ramp[] Bellies, Ramp[] Accents, Ramp[] Irises);

    private static readonly Element[] Elements =
    [
        // Fire.
        new([Ramp.Crimson, Ramp.Tangerine, Ramp.Coral, Ramp.Amber], [Ramp.Ivory, Ramp.Sand, Ramp.Lemon, Ramp.Amber],
            [Ramp.Lemon, Ramp.Amber, Ramp.Crimson, Ramp.Slate], [Ramp.Teal, Ramp.Leaf, Ramp.Azure]),
        // Water.
        new([Ramp.Azure, Ramp.Sky, Ramp.Aqua, Ramp.Cobalt, Ramp.Teal], [Ramp.Snow, Ramp.Ivory, Ramp.Sand, Ramp.Aqua],
            [Ramp.Cobalt, Ramp.Coral, Ramp.Amber, Ramp.Rose], [Ramp.Plum, Ramp.Amber, Ramp.Cobalt]),
        // Grass.
        new([Ramp.Leaf, Ramp.Lime, Ramp.Jade, Ramp.Moss], [Ramp.Sand, Ramp.Ivory, Ramp.Lemon, Ramp.Lime],
            [Ramp.Rose, Ramp.Lemon, Ramp.Crimson, Ramp.Caramel, Ramp.Blush], [Ramp.Rose, Ramp.Tangerine, Ramp.Plum]),
        // Lightning.
        new([Ramp.Lemon, Ramp.Amber, Ramp.Lemon], [Ramp.Ivory, Ramp.Sand, Ramp.Snow], [Ramp.Slate, Ramp.Azure, Ramp.Tangerine, Ramp.Bark],
            [Ramp.Azure, Ramp.Jade, Ramp.Bark]),
        // Ice.
        new([Ramp.Snow, Ramp.Sky, Ramp.Aqua, Ramp.Ivory], [Ramp.Snow, Ramp.Ivory, Ramp.Blush],
            [Ramp.Azure, Ramp.Violet, Ramp.Orchid, Ramp.Coral], [Ramp.Azure, Ramp.Violet, Ramp.Rose]),
        // Spirits and poison.
        new([Ramp.Violet, Ramp.Plum, Ramp.Slate, Ramp.Cobalt], [Ramp.Orchid, Ramp.Steel, Ramp.Sand, Ramp.Blush],
            [Ramp.Lime, Ramp.Crimson, Ramp.Amber, Ramp.Aqua, Ramp.Rose], [Ramp.Crimson, Ramp.Lemon, Ramp.Aqua]),
        // Earth.
        new([Ramp.Caramel, Ramp.Bark, Ramp.Steel, Ramp.Sand, Ramp.Rust], [Ramp.Sand, Ramp.Ivory, Ramp.Caramel, Ramp.Steel],
            [Ramp.Moss, Ramp.Tangerine, Ramp.Teal, Ramp.Slate], [Ramp.Amber, Ramp.Leaf, Ramp.Teal]),
        // Fairies.
        new([Ramp.Blush, Ramp.Rose, Ramp.Orchid, Ramp.Ivory], [Ramp.Ivory, Ramp.Blush, Ramp.Snow],
            [Ramp.Rose, Ramp.Sky, Ramp.Jade, Ramp.Lemon, Ramp.Violet], [Ramp.Azure, Ramp.Plum, Ramp.Jade]),
        // Beasts.
        new([Ramp.Caramel, Ramp.Sand, Ramp.Rust, Ramp.Blush, Ramp.Ivory], [Ramp.Ivory, Ramp.Sand, Ramp.Snow],
            [Ramp.Bark, Ramp.Crimson, Ramp.Azure, Ramp.Slate], [Ramp.Bark, Ramp.Azure, Ramp.Leaf]),
        // Night and iron.
        new([Ramp.Slate, Ramp.Steel, Ramp.Teal, Ramp.Plum], [Ramp.Steel, Ramp.Snow, Ramp.Sand, Ramp.Crimson],
            [Ramp.Crimson, Ramp.Amber, Ramp.Aqua, Ramp.Lime], [Ramp.Crimson, Ramp.Amber, Ramp.Lime]),
    ];

    /// <summary>Throws the colours of a creature.</summary>
    public Scheme(Dice dice)
    {
        Element element = dice.Pick<Element>(Elements);
        Texture texture = dice.Pick(Texture.Smooth, Texture.Smooth, Texture.Dither, Texture.Dither, Texture.Fur, Texture.Fur,
            Texture.Scales);
        Ramp body = dice.Pick<Ramp>(element.Bodies);
        Body = Undertone.Mix(dice, new Material(body, texture));
        Belly = Undertone.Mix(dice, new Material(Other(dice, element.Bellies, body), dice.Pick(Texture.Smooth, Texture.Dither)));
        Accent = Undertone.Mix(dice, new Material(Other(dice, element.Accents, body, Belly.Ramp),
            dice.Pick(Texture.Smooth, Texture.Dither)));
        Second = dice.Chance(0.35) ? Body : Undertone.Mix(dice, new Material(Other(dice, element.Bodies, body, Belly.Ramp), texture));
        Horn = Undertone.Mix(dice, new Material(dice.Pick(Ramp.Ivory, Ramp.Sand, Ramp.Snow, Ramp.Slate, Ramp.Amber)));
        Wing = dice.Pick(Belly, Accent, Second, new Material(Ramp.Snow), new Material(Ramp.Aqua));
        Iris = dice.Pick<Ramp>(element.Irises);
    }

    /// <summary>Most of it.</summary>
    public Material Body { get; }

    /// <summary>The body's, but calm, so that nothing disturbs a face.</summary>
    public Material Face => Body with { Texture = Texture.Smooth };

    /// <summary>Belly, muzzle, inside of ears.</summary>
    public Material Belly { get; }

    /// <summary>Markings and ornaments.</summary>
    public Material Accent { get; }

    /// <summary>Limbs and such: the body's or one beside it.</summary>
    public Material Second { get; }

    /// <summary>Horns, claws, beaks.</summary>
    public Material Horn { get; }

    /// <summary>Wings.</summary>
    public Material Wing { get; }

    /// <summary>The iris of the eyes.</summary>
    public Ramp Iris { get; }

    /// <summary>One that stands out against those there are.</summary>
    private static Ramp Other(Dice dice, Ramp[] ramps, params ReadOnlySpan<Ramp> taken)
    {
        Ramp ramp;
        do ramp = dice.Pick<Ramp>(ramps);
        while (taken.Contains(ramp));
        return ramp;
    }
}
