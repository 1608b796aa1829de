namespace PixelGpt.Imaging.Sequences;

/// <summary>Animations of the drawing process: pixels appear in the order in which the model drew them.</summary>
internal static class DrawingProcess
{
    /// <summary>Maximum number of pictures that are drawn at the same time.</summary>
    public const int MaxPictures = 16;

    /// <summary>Maximum number of steps; each shows several pixels if there are more.</summary>
    private const int MaxSteps = 60;

    private const int StepMilliseconds = 50;
    private const int EndMilliseconds = 2000;

    /// <summary>Number of transparent pixels between two pictures.</summary>
    private const int Gap = 2;

    /// <summary>Creates the animation of the first <see cref="MaxPictures"/> pictures, side by side.</summary>
    /// <param name="pictures">The finished pictures, and the pixels that were drawn as indices in raster order, in the order of drawing.</param>
    public static PictureSequence Of(IReadOnlyList<(PixelImage Picture, int[] Order)> pictures)
    {
        (PixelImage Picture, int[] Order)[] shown = [.. pictures.Take(MaxPictures)];
        int steps = Math.Clamp(shown.Max(p => p.Order.Length), 1, MaxSteps);
        return new PictureSequence([.. Enumerable.Range(0, steps + 1).Select(step => new SequenceFrame($"step-{step}", Draw(shown, step, steps), step == steps ? EndMilliseconds : StepMilliseconds))]);
    }

    private static PixelImage Draw((PixelImage Picture, int[] Order)[] pictures, int step, int steps)
    {
        int width = pictures.Max(p => p.Picture.Width), height = pictures.Max(p => p.Picture.Height);
        int columns = (int)Math.Ceiling(Math.Sqrt(pictures.Length)), rows = (pictures.Length + columns - 1) / columns;
        PixelImage canvas = PixelImage.OfSize(((long)columns * (width + Gap)) - Gap, ((long)rows * (height + Gap)) - Gap);
        for (int i = 0; i < pictures.Length; i++)
        {
            (PixelImage picture, int[] order) = pictures[i];
            (int left, int top) = (i % columns * (width + Gap), i / columns * (height + Gap));
            canvas.Draw(picture, left, top);
            foreach (int pixel in order.AsSpan((int)((long)order.Length * step / steps)..)) canvas[left + (pixel % picture.Width), top + (pixel / picture.Width)] = default;
        }

        return canvas;
    }
}
