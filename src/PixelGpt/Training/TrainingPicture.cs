using PixelGpt.Models;

namespace PixelGpt.Training;

/// <summary>One sequence of a batch.</summary>
/// <param name="Pixels">The pixels of the picture, in the order of its context.</param>
/// <param name="Context">Size and augmentation of the picture.</param>
internal readonly record struct TrainingPicture(ReadOnlyMemory<int> Pixels, PictureContext Context);
