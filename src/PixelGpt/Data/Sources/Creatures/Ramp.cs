namespace PixelGpt.Data.Sources.Creatures;

/// <summary>A colour ramp of the palette: the tones of one colour from outline to highlight.</summary>
internal enum Ramp : byte
{
    Crimson, Coral, Rust, Tangerine, Amber, Lemon, Lime, Leaf, Moss,
    Jade, Teal, Aqua, Sky, Azure, Cobalt, Violet, Plum, Orchid,
    Rose, Blush, Bark, Caramel, Sand, Slate, Steel, Ivory, Snow,
}
