namespace PixelGpt.Imaging;

/// <summary>PNG, including animations (APNG).</summary>
internal sealed class PngFormat : IPictureFormat
{
    /// <inheritdoc/>
    public string Name => "PNG";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions { get; } = [".png", ".apng"];

    /// <inheritdoc/>
    public bool Recognizes(ReadOnlySpan<byte> bytes, string name) => bytes.StartsWith(PngHeader.Signature);

    /// <inheritdoc/>
    public PictureContent Read(ReadOnlyMemory<byte> bytes, string name, PictureLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        PngFile file = PngFile.Parse(bytes, name);
        if (file.Animation.Count > 0) return PngAnimation.Read(file, name, limits);
        limits.Check(name, file.Header.Width, file.Header.Height, 1);
        return new PictureContent([PngReader.Read(file)]) { Warnings = file.Warnings };
    }
}
