using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Imaging;
using PixelGpt.Import;
using PixelGpt.Studio.Contracts;
using PixelGpt.Studio.Inference;

namespace PixelGpt.Studio.Api;

/// <summary>Reads which pixels of a picture a completion body selects.</summary>
internal static class CompletionMask
{
    /// <summary>Returns whether a body selects pixels, so that its picture must be complete.</summary>
    public static bool IsGiven(CompletionBody body) => body.Mask is not null || body.MaskImage is not null || body.Vary is not null;

    /// <summary>Reads the mask of a body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="notes">Receives what a user may want to know about the file of the mask.</param>
    /// <returns>Whether each pixel is to be drawn, in raster order; null if the body has no mask.</returns>
    /// <exception cref="InputException">The mask is invalid, or the picture is partial.</exception>
    public static bool[]? Read(CompletionBody body, Sprite picture, List<string> notes)
    {
        if (!IsGiven(body)) return null;
        if (body.Locked is { Count: > 0 }) throw new InputException("'locked' cannot be combined with 'mask', 'mask_image' and 'vary', with which all pixels that are not drawn are given");
        if (!picture.IsComplete) throw new InputException($"'prompt' must have all {picture.Width * picture.Height} pixels with 'mask', 'mask_image' or 'vary' (got {picture.Pixels.Length})");
        if (body.Mask is not null && body.MaskImage is not null) throw new InputException("'mask' and 'mask_image' exclude each other; send only one of them");
        if (body.MaskImage is { } file) return ReadImage(file, picture, notes);
        if (body.Mask is null) return null;
        bool[] mask = new bool[picture.Pixels.Length];
        foreach (int position in body.Mask)
        {
            InputException.Check(position >= 0 && position < mask.Length, "a position of 'mask'", position, $"0 to {mask.Length - 1}");
            mask[position] = true;
        }

        return mask;
    }

    /// <summary>Reads what is drawn again.</summary>
    /// <param name="body">The body.</param>
    /// <param name="region">The pixels that may be drawn again; null for all.</param>
    /// <exception cref="InputException">A value is invalid.</exception>
    public static VariationOptions ReadVariation(VaryBody body, bool[]? region)
    {
        VariationOptions variation = new VariationOptions { Strength = body.Strength, Region = region }.Keep([.. body.Keep ?? []]);
        variation.Validate();
        return variation;
    }

    private static bool[] ReadImage(byte[] file, Sprite picture, List<string> notes)
    {
        var messages = new List<string>();
        PixelImage mask = SpriteConverter.Read(file, "mask_image", messages);
        notes.AddRange(messages.Select(message => $"mask_image: {message}"));
        int scale = mask.Width / picture.Width;
        if (scale < 1 || (mask.Width, mask.Height) != (picture.Width * scale, picture.Height * scale) || scale > 32)
            throw new InputException($"mask_image must have the size of the picture, {picture.Width}×{picture.Height} pixels, or be enlarged up to 32 times (got {mask.Width}×{mask.Height})");
        return MissingPixels.Selected(PixelScale.Reduce(mask, scale));
    }
}
