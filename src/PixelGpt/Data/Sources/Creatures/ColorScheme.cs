namespace PixelGpt.Data.Sources.Creatures;

/// <summary>The materials of one creature: a few matching colours.</summary>
internal sealed class ColorScheme
{
    /// <summary>A theme: possible ramps for the body, the belly, accents and the eyes.</summary>
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

    /// <summary>Selects the colours of a creature at random.</summary>
    public ColorScheme(CreatureRandom random)
    {
        Element element = random.Pick<Element>(Elements);
        Texture texture = random.Pick(Texture.Smooth, Texture.Smooth, Texture.Dither, Texture.Dither, Texture.Fur, Texture.Fur,
            Texture.Scales);
        Ramp body = random.Pick<Ramp>(element.Bodies);
        Body = HueShift.Apply(random, new Material(body, texture));
        Belly = HueShift.Apply(random, new Material(Other(random, element.Bellies, body), random.Pick(Texture.Smooth, Texture.Dither)));
        Accent = HueShift.Apply(random, new Material(Other(random, element.Accents, body, Belly.Ramp),
            random.Pick(Texture.Smooth, Texture.Dither)));
        Second = random.NextBool(0.35) ? Body : HueShift.Apply(random, new Material(Other(random, element.Bodies, body, Belly.Ramp), texture));
        Horn = HueShift.Apply(random, new Material(random.Pick(Ramp.Ivory, Ramp.Sand, Ramp.Snow, Ramp.Slate, Ramp.Amber)));
        Wing = random.Pick(Belly, Accent, Second, new Material(Ramp.Snow), new Material(Ramp.Aqua));
        Iris = random.Pick<Ramp>(element.Irises);
    }

    /// <summary>The material of most of the creature.</summary>
    public Material Body { get; }

    /// <summary>The body material without texture, for faces.</summary>
    public Material Face => Body with { Texture = Texture.Smooth };

    /// <summary>The material of belly, muzzle and the inside of ears.</summary>
    public Material Belly { get; }

    /// <summary>The material of markings and ornaments.</summary>
    public Material Accent { get; }

    /// <summary>The material of limbs: the body material or a related one.</summary>
    public Material Second { get; }

    /// <summary>The material of horns, claws and beaks.</summary>
    public Material Horn { get; }

    /// <summary>The material of wings.</summary>
    public Material Wing { get; }

    /// <summary>The ramp of the iris.</summary>
    public Ramp Iris { get; }

    /// <summary>Selects a ramp that is not in use yet.</summary>
    private static Ramp Other(CreatureRandom random, Ramp[] ramps, params ReadOnlySpan<Ramp> taken)
    {
        Ramp ramp;
        do ramp = random.Pick<Ramp>(ramps);
        while (taken.Contains(ramp));
        return ramp;
    }
}
