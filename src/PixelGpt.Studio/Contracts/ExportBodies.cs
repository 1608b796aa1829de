namespace PixelGpt.Studio.Contracts;

/// <summary>A picture or an animation to export, in the palette of a model.</summary>
/// <param name="Model">The model's id.</param>
/// <param name="Width">The width of the picture.</param>
/// <param name="Height">The height of the picture.</param>
/// <param name="Pixels">The palette indices of a single picture in raster order; null if there are frames.</param>
/// <param name="Frames">The frames of an animation, 1 to 128; null for a single picture.</param>
/// <param name="Duration">How long a frame is shown that has no duration of its own, in milliseconds, 10 to 60000.</param>
/// <param name="Scale">The width and height of a pixel, 1 to 64; Aseprite files are not enlarged.</param>
/// <param name="Palette">The palette of the pixels as #rrggbb; null for the palette of the model. Only models with free_palette support another palette than their own.</param>
/// <param name="Transparent">Whether the background, palette index 0, is transparent.</param>
/// <param name="Format">The format: png (a single picture), gif, apng, aseprite, or sheet: a zip file with a sprite sheet as PNG and its positions as JSON.</param>
/// <param name="Name">The name of the files in a zip file and of the frames, without an extension.</param>
internal sealed record ExportBody(
    string Model,
    int Width,
    int Height,
    int[]? Pixels = null,
    IReadOnlyList<ExportFrameBody>? Frames = null,
    int Duration = 100,
    int Scale = 1,
    IReadOnlyList<string>? Palette = null,
    bool Transparent = false,
    string Format = "png",
    string Name = "picture");

/// <summary>A frame to export.</summary>
/// <param name="Pixels">The palette indices in raster order.</param>
/// <param name="Duration">How long it is shown, in milliseconds, 10 to 60000; null for the duration of the export.</param>
/// <param name="Sketch">The palette indices of a sketch, of which 0 is transparent; null for none. Only Aseprite files contain it, on a hidden layer.</param>
internal sealed record ExportFrameBody(int[] Pixels, int? Duration = null, int[]? Sketch = null);
