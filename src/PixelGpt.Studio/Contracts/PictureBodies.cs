namespace PixelGpt.Studio.Contracts;

/// <summary>A picture, or only its first pixels, as palette indices in raster order.</summary>
/// <param name="Width">The width of the picture.</param>
/// <param name="Height">The height of the picture.</param>
/// <param name="Pixels">The palette indices.</param>
internal sealed record PictureBody(int Width, int Height, int[] Pixels);

/// <summary>A picture in the palette of a model.</summary>
/// <param name="Model">The model's id.</param>
/// <param name="Width">The width of the picture.</param>
/// <param name="Height">The height of the picture.</param>
/// <param name="Pixels">The palette indices in raster order.</param>
/// <param name="Scale">The width and height of a pixel in an exported PNG, 1 to 64.</param>
/// <param name="Alternatives">The number of most probable colours to return per pixel, 0 to 8; only used for probabilities.</param>
/// <param name="Palette">The palette of the pixels as #rrggbb; null for the palette of the model. Only models with free_palette support another palette than their own.</param>
/// <param name="Transparent">Whether the background of an exported picture, palette index 0, is transparent.</param>
/// <param name="Format">The format of an exported picture: png, gif, or aseprite, which is not enlarged.</param>
internal sealed record ModelPictureBody(string Model, int Width, int Height, int[] Pixels, int Scale = 1, int Alternatives = 4, IReadOnlyList<string>? Palette = null, bool Transparent = false, string Format = "png");

/// <summary>The model's distribution for each pixel except the first.</summary>
/// <param name="Probability">The probability of each pixel's colour.</param>
/// <param name="Entropy">The entropy of each distribution, in nats.</param>
/// <param name="Alternatives">The most probable colours of each pixel as pairs [colour, probability].</param>
internal sealed record ProbabilitiesBody(float[] Probability, float[] Entropy, IReadOnlyList<IReadOnlyList<float[]>> Alternatives);

/// <summary>A converted picture file.</summary>
/// <param name="Width">The width of the picture.</param>
/// <param name="Height">The height of the picture.</param>
/// <param name="Pixels">The palette indices in raster order.</param>
/// <param name="Notes">What was changed in the conversion.</param>
/// <param name="Palette">The colours of the picture as #rrggbb, if the model has free_palette; otherwise the pixels refer to the palette of the model.</param>
/// <param name="Transparent">Whether the background of the picture is transparent.</param>
internal sealed record ImportedBody(int Width, int Height, int[] Pixels, IReadOnlyList<string> Notes, IReadOnlyList<string>? Palette = null, bool Transparent = false);
