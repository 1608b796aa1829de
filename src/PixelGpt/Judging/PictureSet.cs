using PixelGpt.Data;

namespace PixelGpt.Judging;

/// <summary>Pictures that are judged together.</summary>
/// <param name="Name">Name of the set, for tables.</param>
/// <param name="Pictures">The pictures, at least one.</param>
internal sealed record PictureSet(string Name, IReadOnlyList<Sprite> Pictures);
