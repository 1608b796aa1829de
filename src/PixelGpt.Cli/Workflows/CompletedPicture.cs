using PixelGpt.Runs;

namespace PixelGpt.Cli.Workflows;

/// <summary>A completion of a picture file, and where it is written.</summary>
/// <param name="Picture">The picture, with the mask of this completion.</param>
/// <param name="Completion">The completion.</param>
/// <param name="File">The file of the completion.</param>
/// <param name="Sheet">The contact sheet, which several completions share.</param>
internal sealed record CompletedPicture(PreparedPicture Picture, Completion Completion, string File, string Sheet);
