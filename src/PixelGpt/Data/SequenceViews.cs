namespace PixelGpt.Data;

/// <summary>
/// The token sequences of a sprite for training, for scoring on the dev split, and for completion on the test split. They are
/// those of the course work, with a configurable prompt fraction.
/// </summary>
public static class SequenceViews
{
    /// <summary>The default prompt fraction.</summary>
    public const double DefaultPromptFraction = 0.6;

    /// <summary>Returns a training sequence: the input is all pixels except the last, the labels are all pixels except the first.</summary>
    /// <param name="sprite">The sprite.</param>
    /// <returns>Input and labels, each one shorter than the sprite.</returns>
    /// <exception cref="InputException">The sprite is partial or has a single pixel.</exception>
    public static (ReadOnlyMemory<int> Input, ReadOnlyMemory<int> Labels) Train(Sprite sprite)
    {
        ReadOnlyMemory<int> pixels = CompletePixels(sprite);
        return (pixels[..^1], pixels[1..]);
    }

    /// <summary>Returns a dev sequence: the prompt, and the remaining pixels as the target.</summary>
    /// <param name="sprite">The sprite.</param>
    /// <param name="promptFraction">Fraction of the picture that is the prompt.</param>
    /// <returns>The prompt and the pixels after it.</returns>
    /// <exception cref="InputException">The sprite is partial, or the prompt would have all or none of its pixels.</exception>
    public static (ReadOnlyMemory<int> Prompt, ReadOnlyMemory<int> Target) Dev(Sprite sprite, double promptFraction = DefaultPromptFraction)
    {
        ReadOnlyMemory<int> pixels = CompletePixels(sprite);
        int length = PromptLength(sprite.Width * sprite.Height, promptFraction);
        return (pixels[..length], pixels[length..]);
    }

    /// <summary>Returns a test sequence: the prompt only. Known pixels after the prompt are not given to the model; they are used for scoring.</summary>
    /// <param name="sprite">The sprite.</param>
    /// <param name="promptFraction">Fraction of the picture that is the prompt.</param>
    /// <returns>The prompt.</returns>
    /// <exception cref="InputException">The prompt is longer than the known part of the sprite, or would have all or none of its pixels.</exception>
    public static ReadOnlyMemory<int> Test(Sprite sprite, double promptFraction = DefaultPromptFraction)
    {
        ArgumentNullException.ThrowIfNull(sprite);
        int length = PromptLength(sprite.Width * sprite.Height, promptFraction);
        if (length > sprite.Pixels.Length)
            throw new InputException($"a prompt fraction of {promptFraction} needs {length} known pixels, but the sprite has only {sprite.Pixels.Length}");
        return sprite.Memory[..length];
    }

    /// <summary>Returns the number of pixels of a prompt.</summary>
    /// <param name="area">Number of pixels in the picture.</param>
    /// <param name="promptFraction">Fraction of the picture that is the prompt.</param>
    /// <returns>The prompt length: at least 1 and less than <paramref name="area"/>.</returns>
    /// <exception cref="InputException">The prompt would have all or none of the pixels.</exception>
    public static int PromptLength(int area, double promptFraction)
    {
        double length = Math.Round(area * promptFraction);
        return length >= 1 && length <= area - 1
            ? (int)length
            : throw new InputException($"prompt-fraction must be between 0 and 1, such as {DefaultPromptFraction}, and leave at least one of {area} pixels on each side (got {promptFraction})");
    }

    private static ReadOnlyMemory<int> CompletePixels(Sprite sprite)
    {
        ArgumentNullException.ThrowIfNull(sprite);
        if (!sprite.IsComplete || sprite.Pixels.Length < 2)
            throw new InputException($"a sprite with {sprite.Pixels.Length} known pixels of {sprite.Width * sprite.Height} cannot be used for training or scoring");
        return sprite.Memory;
    }
}
