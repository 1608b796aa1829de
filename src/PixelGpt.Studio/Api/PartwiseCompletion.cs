using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Studio.Contracts;
using PixelGpt.Studio.Inference;
using PixelGpt.Studio.Models;

namespace PixelGpt.Studio.Api;

/// <summary>Converts a completion body whose picture does not fit the model, so that it is drawn in parts.</summary>
internal static class PartwiseCompletion
{
    /// <summary>Returns the request.</summary>
    /// <param name="body">The body.</param>
    /// <param name="prompt">Its picture, which may be partial without a mask.</param>
    /// <param name="mask">The pixels to draw; null for those that are neither in the prompt nor locked.</param>
    /// <param name="lease">The model.</param>
    /// <exception cref="InputException">A colour is not in the palette, or a mask requires another model.</exception>
    public static PictureRequest Request(CompletionBody body, Sprite prompt, bool[]? mask, ModelLease lease)
    {
        bool anyOrder = lease.Model.SupportsAnyOrder;
        if (mask is not null && !anyOrder) throw new InputException("'mask', 'mask_image' and 'vary' require a model of the pixelgpt family with 'pixel_order' any; other models continue pictures from top to bottom");
        int[] pixels = new int[prompt.Width * prompt.Height];
        prompt.Pixels.CopyTo(pixels);
        if (mask is null)
        {
            mask = new bool[pixels.Length];
            mask.AsSpan(prompt.Pixels.Length).Fill(true);
            foreach ((int position, int color) in LockedPixels.Read(body, pixels.Length))
            {
                if (mask[position]) (pixels[position], mask[position]) = (color, false);
            }
        }

        int colors = lease.Model.Palette.Count;
        foreach (int pixel in pixels) InputException.Check((uint)pixel < (uint)colors, "a palette index of the picture", pixel, $"0 to {colors - 1}");
        return PictureRequest.InParts(new Sprite(prompt.Width, prompt.Height, pixels), mask, ModelSizes.Of(lease), anyOrder);
    }

    /// <summary>Returns the options of the parts, which see only some of the colours.</summary>
    /// <param name="options">The options of the picture.</param>
    /// <param name="prompt">The picture, which may be partial without a mask.</param>
    /// <param name="mask">The pixels to draw; null for those that are not in the prompt.</param>
    /// <exception cref="InputException">An option needs the whole picture.</exception>
    public static GenerationOptions Options(GenerationOptions options, Sprite prompt, bool[]? mask)
    {
        if (options.Symmetry || options.MaxColors is not null)
            throw new InputException("'symmetry' and 'max_colors' require a picture that the model draws at once; leave them out, or use a picture of a size that the model supports");
        if (!options.PromptColors) return options;
        HashSet<int> given = [.. prompt.Pixels.ToArray().Where((_, i) => mask is null || !mask[i])];
        return options with { PromptColors = false, Colors = [.. options.Colors?.Where(given.Contains) ?? given] };
    }
}
