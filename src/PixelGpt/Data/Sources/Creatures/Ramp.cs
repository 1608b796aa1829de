namespace PixelGpt.Data.Sources.Creatures;

/// <summary>A row of the master palette: one colour from its outline to its highlight.</summary>
internal enum Ramp : byte
{
    Crimson, Coral, Rust, Tangerine, Amber, Lemon, Lime, Leaf, Moss,
    Jade, Teal, Aqua, Sky, Azure, Cobalt, Violet, Plum, Orchid,
    Rose, Blush, Bark, Caramel, Sand, Slate, Steel, Ivory, Snow,
}

/// <summary>What stands out on a ramp: gleam on a dark one, ink on a light one, both between.</summary>
internal enum Tint
{
    Dark, Middle, Light,
}
