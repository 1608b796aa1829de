namespace PixelGpt.Imaging.Aseprite;

/// <summary>Aseprite files: each frame as it is shown; the tags are the names of the animations.</summary>
internal sealed class AsepriteFormat : IPictureFormat
{
    /// <inheritdoc/>
    public string Name => "Aseprite";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions { get; } = [".aseprite", ".ase"];

    /// <inheritdoc/>
    public bool Recognizes(ReadOnlySpan<byte> bytes, string name) => AsepriteReader.Recognizes(bytes);

    /// <inheritdoc/>
    public PictureContent Read(ReadOnlyMemory<byte> bytes, string name, PictureLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        var file = AsepriteReader.Read(bytes, name);
        int count = limits.FramesOf(file.Frames.Count);
        limits.Check(name, file.Width, file.Height, count);
        var renderer = new AsepriteRenderer(file);
        PixelImage[] frames = [.. Enumerable.Range(0, count).Select(renderer.Render)];
        string?[] tags = [.. Enumerable.Range(0, count).Select(i => file.Tags.FirstOrDefault(t => i >= t.First && i <= t.Last)?.Name)];
        string? outside = renderer.Outside > 0 ? $"{renderer.Outside} pixels have an index that is not in the palette, and are transparent" : null;
        return new PictureContent(frames)
        {
            FrameCount = file.Frames.Count,
            Durations = [.. file.Frames.Take(count).Select(f => f.Duration)],
            Tags = tags.Any(tag => tag is not null) ? tags : null,
            Notes = [.. ((string?[])[file.Warning, outside]).OfType<string>()],
        };
    }
}
