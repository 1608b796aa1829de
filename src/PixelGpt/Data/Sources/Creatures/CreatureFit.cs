namespace PixelGpt.Data.Sources.Creatures;

/// <summary>Whether a drawn creature can be used, and otherwise the reason.</summary>
internal enum CreatureFit
{
    Fits, TooLarge, TooSmall, Eyeless,
}
