using PixelGpt.Imaging;
using PixelGpt.Imaging.Resizing;
using PixelGpt.Studio.Contracts;
using PixelGpt.Studio.Inference;

namespace PixelGpt.Studio.Api;

/// <summary>Converts the options of an import.</summary>
internal static class ImportMapping
{
    private const int MaxScale = 256;

    /// <summary>Returns the steps of an import; null if the request has no options.</summary>
    /// <exception cref="InputException">An option is invalid.</exception>
    public static ImportSteps? ToSteps(this ImageBody body)
    {
        if (body is { Crop: null, Scale: null, Size: null, Filter: "nearest", Palette: null, MaxColors: null, Dither: false, Background: "auto" }) return null;
        if (body.Scale is { } scale) InputException.Check(scale is >= 1 and <= MaxScale, "scale", scale, $"1 to {MaxScale}");
        if (body.MaxColors is { } colors) InputException.Check(colors is >= 2 and <= Models.ModelStore.MaxColors, "max_colors", colors, $"2 to {Models.ModelStore.MaxColors}");
        if (body.Palette is not null && body.MaxColors is not null) throw new InputException("'palette' and 'max_colors' exclude each other; leave one of them out");
        return new ImportSteps
        {
            Crop = body.Crop is { } crop ? new PixelArea(crop.X, crop.Y, crop.Width, crop.Height) : null,
            Scale = body.Scale,
            Size = body.Size is { } size ? (size.Width, size.Height) : null,
            Filter = ResizeFilters.Find(body.Filter),
            Palette = body.Palette.ToPalette(),
            MaxColors = body.MaxColors,
            HasDither = body.Dither,
            HasBackground = body.Background != "none",
            Background = body.Background is "none" or "auto" ? null
                : Rgb.TryParse(body.Background, out Rgb color) ? color
                : throw new InputException($"'background' must be auto, none or #rrggbb (got '{Excerpt.Of(body.Background)}')"),
        };
    }
}
