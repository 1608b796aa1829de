namespace PixelGpt.Data;

/// <summary>
/// The three ways a sprite is seen as a sequence: to learn from, to be scored on, and to be finished. They are the
/// course work's, with the share that is kept a setting.
/// </summary>
public static class SequenceViews
{
    /// <summary>The share of a picture that a prompt keeps unless told otherwise.</summary>
    public const double DefaultPromptFraction = 0.6;

    /// <summary>Training: the input is all pixels but the last, the labels are all but the first.</summary>
    /// <exception cref="InputException">The sprite is not known whole, or has a single pixel.</exception>
    public static (ReadOnlyMemory<int> Input, ReadOnlyMemory<int> Labels) Train(Sprite sprite)
    {
        ReadOnlyMemory<int> pixels = Whole(sprite);
        return (pixels[..^1], pixels[1..]);
    }

    /// <summary>Dev: the prompt is the first share of the pixels, the target is the rest.</summary>
    /// <exception cref="InputException">The sprite is not known whole, or <paramref name="promptFraction"/> leaves nothing on one side.</exception>
    public static (ReadOnlyMemory<int> Prompt, ReadOnlyMemory<int> Target) Dev(Sprite sprite, double promptFraction = DefaultPromptFraction)
    {
        ReadOnlyMemory<int> pixels = Whole(sprite);
        int length = PromptLength(sprite.Width * sprite.Height, promptFraction);
        return (pixels[..length], pixels[length..]);
    }

    /// <summary>Test: the prompt alone. What more is known of the sprite stays out of the model's sight, for scoring.</summary>
    /// <exception cref="InputException">Fewer pixels are known than <paramref name="promptFraction"/> asks for.</exception>
    public static ReadOnlyMemory<int> Test(Sprite sprite, double promptFraction = DefaultPromptFraction)
    {
        ArgumentNullException.ThrowIfNull(sprite);
        int length = PromptLength(sprite.Width * sprite.Height, promptFraction);
        if (length > sprite.Pixels.Length)
            throw new InputException($"a prompt of {length} pixels (--keep {promptFraction}) needs more than the {sprite.Pixels.Length} pixels that are known");
        return sprite.Memory[..length];
    }

    /// <summary>How many of a picture's pixels a prompt keeps.</summary>
    /// <exception cref="InputException">All or none would be kept.</exception>
    public static int PromptLength(int area, double promptFraction)
    {
        double length = Math.Round(area * promptFraction);
        return length >= 1 && length <= area - 1
            ? (int)length
            : throw new InputException($"keep {promptFraction}: of {area} pixels it must leave at least one as a prompt and one to finish; give a share between 0 and 1 such as {DefaultPromptFraction}");
    }

    private static ReadOnlyMemory<int> Whole(Sprite sprite)
    {
        ArgumentNullException.ThrowIfNull(sprite);
        if (!sprite.IsComplete || sprite.Pixels.Length < 2)
            throw new InputException($"a sprite of which {sprite.Pixels.Length} of {sprite.Width * sprite.Height} pixels are known cannot be learned from or scored");
        return sprite.Memory;
    }
}
