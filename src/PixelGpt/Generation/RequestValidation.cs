using System.Globalization;
using PixelGpt.Models;

namespace PixelGpt.Generation;

/// <summary>Checks that a request and its options fit a model, before anything is generated.</summary>
internal static class RequestValidation
{
    /// <summary>Checks that <see cref="GenerationOptions.Colors"/> are indices of the model's palette.</summary>
    /// <exception cref="InputException">One is not.</exception>
    public static void ValidateColors(GenerationOptions options, PixelModel model)
    {
        foreach (int color in options.Colors ?? []) ValidateColor(color, "colour {0} is", model);
    }

    /// <summary>Checks that a request fits the options and the model.</summary>
    /// <exception cref="InputException">The request does not fit.</exception>
    public static void Validate(CompletionRequest request, GenerationOptions options, PixelModel model)
    {
        int prompt = request.Prompt.Length, positions = model.Config.Description.MaxPositions;
        if (options.Symmetry && request.Width < 1) throw new InputException($"the width of the picture must be at least 1 for symmetry (got {request.Width})");
        if (prompt == 0) throw new InputException("the prompt must have at least one pixel (got 0)");
        if (prompt > request.Length) throw new InputException($"the prompt must not be longer than its picture of {request.Length} pixels (got {prompt} pixels)");
        if (request.Order is not null && !model.SupportsAnyOrder)
            throw new InputException("the pixels to draw must be the last ones in raster order, because the model only continues pictures from top to bottom; use a model of the pixelgpt family with 'pixel_order' any to fill other parts");
        if (request.Order is not null && options.MaxLength < request.Length) throw new InputException($"max-length must not be given with a mask (got {options.MaxLength})");
        if (prompt > options.MaxLength) throw new InputException($"max-length must be at least the length of the prompt, {prompt} pixels (got {options.MaxLength})");
        if (request.Length > positions)
            throw new InputException($"the picture must have at most {positions} pixels, the positions of the model (got {request.Length}); use a smaller picture or a model trained on larger ones");
        if (model.Config.Description.MaxImageSize is > 0 and int side && (request.Width < 1 || request.Height < 1 || request.Width > side || request.Height > side || request.Length > request.Width * request.Height))
            throw new InputException($"width and height of the picture must be 1 to {side} and cover its {request.Length} pixels (got {request.Width}×{request.Height})");
        int width = model.Config.Description.ImageWidth;
        if (width > 0 && request.Width > 0 && request.Width != width)
            throw new InputException($"the picture must be {width} pixels wide, the width of the model's pictures (got {request.Width})");
        foreach (int pixel in request.Prompt.Span) ValidateColor(pixel, "the prompt has index {0},", model);
        ValidateLocked(request, options, model);
        ValidateMaxColors(request, options);
    }

    private static void ValidateMaxColors(CompletionRequest request, GenerationOptions options)
    {
        if (options.MaxColors is not { } maximum) return;
        HashSet<int> given = [.. request.Prompt.Span, .. request.Locked.Span];
        given.Remove(-1);
        if (given.Count > maximum) throw new InputException($"max-colors must be at least the number of colours that are given, {given.Count} (got {maximum})");
        if (given.Count == maximum && options.Colors is { } allowed && !allowed.Any(given.Contains))
            throw new InputException($"max-colors must be greater than the number of colours that are given, {given.Count}, because none of them is among the allowed colours (got {maximum})");
    }

    private static void ValidateLocked(CompletionRequest request, GenerationOptions options, PixelModel model)
    {
        if (request.Locked.IsEmpty) return;
        if (options.NumBeams > 1) throw new InputException("beam search does not support locked pixels");
        if (request.Locked.Length != request.Length) throw new InputException($"locked must have one entry per pixel of the picture, {request.Length} (got {request.Locked.Length})");
        foreach (int pixel in request.Locked.Span)
        {
            if (pixel != -1) ValidateColor(pixel, "a locked pixel has index {0},", model);
        }
    }

    private static void ValidateColor(int color, string what, PixelModel model)
    {
        if ((uint)color >= (uint)model.Palette.Count)
            throw new InputException($"{string.Format(CultureInfo.InvariantCulture, what, color)} outside the model's palette of {model.Palette.Count} colours (0–{model.Palette.Count - 1})");
    }
}
