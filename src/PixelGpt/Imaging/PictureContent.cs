namespace PixelGpt.Imaging;

/// <summary>The content of a picture file.</summary>
/// <param name="Frames">The frames that were read, as they are shown: composed with the frames before them. At least one.</param>
public sealed record PictureContent(IReadOnlyList<PixelImage> Frames)
{
    /// <summary>The name of the format of the file.</summary>
    public string Format { get; init; } = "";

    /// <summary>The number of frames in the file.</summary>
    public int FrameCount { get; init; } = Frames.Count;

    /// <summary>How long each frame that was read is shown, in milliseconds, as the file says; null if it does not say it.</summary>
    public IReadOnlyList<int>? Durations { get; init; }

    /// <summary>For each frame that was read, the name of the animation that it belongs to, or null; null if all frames belong to one animation.</summary>
    public IReadOnlyList<string?>? Tags { get; init; }

    /// <summary>Whether the file was compressed with loss, so that its colours are not those of the original.</summary>
    public bool IsLossy { get; init; }

    /// <summary>Descriptions of damage that does not prevent reading.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What a user may want to know, such as parts of the file that were left out.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Returns one frame, for uses that need a single picture.</summary>
    /// <param name="number">The number of the frame, starting at 1; null for the first frame, which is mentioned in the messages.</param>
    /// <param name="name">Name used in the error message.</param>
    /// <param name="messages">Receives the warnings and notes of the file, and which frame was used if there are several.</param>
    /// <returns>The frame.</returns>
    /// <exception cref="InputException">The file has no such frame.</exception>
    internal PixelImage Frame(int? number, string name, ICollection<string> messages)
    {
        if (number is { } given && (given < 1 || given > FrameCount)) throw new InputException($"{name}: the picture has {(FrameCount == 1 ? "1 frame" : $"{FrameCount} frames")}, so there is no frame {given}");
        if (number > Frames.Count) throw new InputException($"{name}: frame {number} cannot be read; only the first {Frames.Count} of {FrameCount} can");
        foreach (string message in (string[])[.. Warnings, .. Notes]) messages.Add(message);
        if (FrameCount > 1 && number is null) messages.Add($"the picture has {FrameCount} frames; the first one is used");
        if (IsLossy) messages.Add($"{Format} with lossy compression has blurred colours; use the original picture if there is one");
        return Frames[(number ?? 1) - 1];
    }
}
