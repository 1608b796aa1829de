namespace PixelGpt.Studio.Contracts;

/// <summary>A palette file, or a picture whose colours are to be taken.</summary>
/// <param name="Name">The name of the file; its extension counts if the content is not recognised.</param>
/// <param name="File">The file in base64.</param>
/// <param name="MaxColors">The maximum number of colours to return, 1 to 255; if there are more, similar ones are merged.</param>
internal sealed record PaletteFileBody(string Name, byte[] File, int MaxColors = 255);

/// <summary>The different colours of a palette file or a picture.</summary>
/// <param name="Colors">The colours as #rrggbb.</param>
/// <param name="Notes">What was changed.</param>
internal sealed record PaletteBody(IReadOnlyList<string> Colors, IReadOnlyList<string> Notes);
