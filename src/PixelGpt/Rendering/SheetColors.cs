using PixelGpt.Imaging;

namespace PixelGpt.Rendering;

/// <summary>The colours of a contact sheet apart from its sprites.</summary>
internal static class SheetColors
{
    public static readonly Rgba Background = new(92, 96, 104);
    public static readonly Rgba Title = new(250, 250, 250);
    public static readonly Rgba Label = new(205, 209, 216);
    public static readonly Rgba Marker = new(255, 196, 61);
}
