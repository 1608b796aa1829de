namespace PixelGpt.Imaging.Aseprite;

/// <summary>The bits of a tile of a tilemap.</summary>
/// <param name="Id">The bits of its index in the tileset.</param>
/// <param name="FlipX">The bit that mirrors it horizontally.</param>
/// <param name="FlipY">The bit that mirrors it vertically.</param>
/// <param name="Swap">The bit that exchanges its axes, after it is mirrored.</param>
internal readonly record struct AsepriteTileMasks(uint Id, uint FlipX, uint FlipY, uint Swap);
