namespace PixelGpt.Imaging.Sequences;

/// <summary>A named part of a <see cref="PictureSequence"/>.</summary>
/// <param name="Name">The name.</param>
/// <param name="First">Index of the first picture.</param>
/// <param name="Last">Index of the last picture.</param>
internal sealed record SequenceTag(string Name, int First, int Last);
