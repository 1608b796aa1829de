namespace PixelGpt.Imaging;

/// <summary>Reads the frames of an animated PNG (APNG; PNG specification, third edition, 4.9).</summary>
internal static class PngAnimation
{
    /// <summary>Reads the frames of a file that has an animation. Frames from the first damaged one on are left out with a warning.</summary>
    /// <exception cref="InputException">A limit is exceeded, or neither the first frame nor the still image can be read.</exception>
    public static PictureContent Read(PngFile file, string name, PictureLimits limits)
    {
        PngHeader header = file.Header;
        int count = limits.FramesOf(file.Animation.Count);
        limits.Check(name, header.Width, header.Height, count);
        List<string> warnings = [.. file.Warnings];
        var frames = new List<PixelImage>();
        var canvas = new FrameCanvas(header.Width, header.Height);
        try
        {
            foreach (PngFrame frame in file.Animation.Take(count))
            {
                PixelImage image = frame.IsStill ? PngReader.Read(file) : PngReader.Read(file, header with { Width = frame.Area.Width, Height = frame.Area.Height }, frame.Data);
                frames.Add(canvas.Show(image, frame.Area.X, frame.Area.Y, frame.IsBlended, frame.Disposal));
            }
        }
        catch (InputException e) when (frames.Count > 0 || !file.Animation[0].IsStill)
        {
            warnings.Add($"frame {frames.Count + 1} of {file.Animation.Count} is damaged, so it and those after it were left out ({Reason(e, name)})");
            if (frames.Count == 0) frames.Add(PngReader.Read(file));
        }

        string[] notes = file.Animation[0].IsStill ? [] : ["the still image of the file is not part of its animation and was left out"];
        return new PictureContent(frames) { FrameCount = frames.Count < count ? frames.Count : file.Animation.Count, Durations = [.. file.Animation.Take(frames.Count).Select(f => f.Duration)], Warnings = warnings, Notes = notes };
    }

    private static string Reason(InputException e, string name) => e.Message.StartsWith($"{name}: ", StringComparison.Ordinal) ? e.Message[(name.Length + 2)..] : e.Message;
}
