namespace PixelGpt.Imaging.Sequences;

/// <summary>A picture of a <see cref="PictureSequence"/>.</summary>
/// <param name="Name">The name.</param>
/// <param name="Image">The picture at its original size.</param>
/// <param name="Duration">How long it is shown in an animation, in milliseconds.</param>
internal sealed record SequenceFrame(string Name, PixelImage Image, int Duration)
{
    /// <summary>Whether each pixel was drawn by the model, in raster order; null if there is no difference between the pixels.</summary>
    public IReadOnlyList<bool>? Drawn { get; init; }

    /// <summary>A sketch of the size of the picture, which formats with layers keep on a hidden layer; null if there is none.</summary>
    public PixelImage? Sketch { get; init; }
}
