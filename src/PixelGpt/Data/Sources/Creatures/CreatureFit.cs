namespace PixelGpt.Data.Sources.Creatures;

/// <summary>Whether a drawn creature can be used, or why not.</summary>
internal enum CreatureFit
{
    Fits, TooLarge, TooSmall, Eyeless,
}
