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
/// <param name="Alternatives">The number of most probable colours to return per pixel, 0 to 8.</param>
/// <param name="Palette">The palette of the pixels as #rrggbb; null for the palette of the model. Only models with free_palette support another palette than their own.</param>
internal sealed record ModelPictureBody(string Model, int Width, int Height, int[] Pixels, int Alternatives = 4, IReadOnlyList<string>? Palette = null);

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
/// <param name="Frames">All frames of an animation, if they were requested and there are several; pixels is the first one.</param>
internal sealed record ImportedBody(int Width, int Height, int[] Pixels, IReadOnlyList<string> Notes, IReadOnlyList<string>? Palette = null, bool Transparent = false, IReadOnlyList<ImportedFrameBody>? Frames = null);

/// <summary>A frame of a converted animation.</summary>
/// <param name="Pixels">The palette indices in raster order.</param>
/// <param name="Duration">How long it is shown, in milliseconds; null if the file does not say it.</param>
internal sealed record ImportedFrameBody(int[] Pixels, int? Duration);
