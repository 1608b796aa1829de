using System.Runtime.InteropServices;
using PixelGpt.Imaging;
using PixelGpt.Studio.Contracts;
using PixelGpt.Studio.Editing;
using PixelGpt.Studio.Inference;

namespace PixelGpt.Studio.Api;

/// <summary>Converts the pictures of editor messages.</summary>
internal static class EditorDrawing
{
    /// <summary>Converts a draw message.</summary>
    /// <exception cref="InputException">A value is invalid.</exception>
    public static DrawingRequest ToDrawing(this DrawRequest request)
    {
        if (request.Pixels is null == request.Image is null) throw new InputException("exactly one of 'pixels' (RGBA in base64) and 'image' (a picture file in base64) is required");
        PixelImage image = request.Image is { } file ? SpriteConverter.Read(file, "image", []) : ReadPixels(request);
        EditedPicture picture = request.Mask is { } mask ? EditedPicture.WithMask(image, [.. mask.Select(value => value != 0)]) : EditedPicture.WithTransparency(image);
        return new DrawingRequest(picture, request.Count, request.Seed) { Model = request.Model, Wildness = request.Wildness, Colors = request.Colors.ToPalette()?.Colors ?? [] };
    }

    /// <summary>Converts a drawn candidate.</summary>
    public static CandidateReply ToReply(this CandidateEvent candidate, int id) =>
        new(id, candidate.Index, candidate.Image.Width, candidate.Image.Height, MemoryMarshal.AsBytes(candidate.Image.Pixels).ToArray());

    private static PixelImage ReadPixels(DrawRequest request)
    {
        if (request.Width < 1 || request.Height < 1 || 4L * request.Width * request.Height != request.Pixels!.Length)
            throw new InputException($"'pixels' must have four bytes per pixel, width × height × 4 (got {request.Pixels!.Length} bytes for {request.Width}×{request.Height} pixels)");
        var image = new PixelImage(request.Width, request.Height);
        request.Pixels.CopyTo(MemoryMarshal.AsBytes(image.Pixels));
        return image;
    }
}
