using System.Globalization;
using PixelGpt.Models;

namespace PixelGpt.Generation;

/// <summary>Makes sure that what is asked for can be drawn, before anything is.</summary>
internal static class RequestCheck
{
    /// <summary>Makes sure that the colours to draw with are the model's.</summary>
    /// <exception cref="InputException">One is not.</exception>
    public static void CheckColors(GenerationOptions options, PixelModel model)
    {
        foreach (int color in options.Colors ?? []) CheckColor(color, "colour {0} is", model);
    }

    /// <summary>Makes sure that a picture goes with the options and the model.</summary>
    /// <exception cref="InputException">It does not.</exception>
    public static void Check(CompletionRequest request, GenerationOptions options, PixelModel model)
    {
        int prompt = request.Prompt.Length, positions = model.Transformer.Description.MaxPositions;
        if (options.Symmetry && request.Width < 1) throw new InputException("symmetry needs the width of the picture");
        if (prompt == 0) throw new InputException("a prompt needs at least one pixel");
        if (prompt > request.Length) throw new InputException($"a prompt of {prompt} pixels is longer than its picture of {request.Length}");
        if (prompt > options.MaxLength) throw new InputException($"max-length is {options.MaxLength}, but a prompt alone has {prompt} pixels");
        if (request.Length > positions)
            throw new InputException($"a picture of {request.Length} pixels does not fit: the model has {positions} positions; use a smaller picture or a model trained on larger ones");
        foreach (int pixel in request.Prompt.Span) CheckColor(pixel, "a prompt has index {0},", model);
        CheckLocked(request, options, model);
    }

    private static void CheckLocked(CompletionRequest request, GenerationOptions options, PixelModel model)
    {
        if (request.Locked.IsEmpty) return;
        if (options.NumBeams > 1) throw new InputException("beam search goes with no locked pixels");
        if (request.Locked.Length != request.Length) throw new InputException($"{request.Locked.Length} pixels are locked or free, but the picture has {request.Length}");
        foreach (int pixel in request.Locked.Span)
        {
            if (pixel != -1) CheckColor(pixel, "a locked pixel has index {0},", model);
        }
    }

    private static void CheckColor(int color, string what, PixelModel model)
    {
        if ((uint)color >= (uint)model.Palette.Count)
            throw new InputException($"{string.Format(CultureInfo.InvariantCulture, what, color)} outside the model's palette of {model.Palette.Count} colours (0–{model.Palette.Count - 1})");
    }
}
