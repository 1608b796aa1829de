using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using PixelGpt.Data;
using PixelGpt.Studio.Contracts;
using PixelGpt.Studio.Inference;
using PixelGpt.Studio.Models;

namespace PixelGpt.Studio.Api;

/// <summary>The endpoint <c>/images/export</c>: converts palette indices to picture files.</summary>
internal static class ImageExport
{
    /// <summary>Aseprite files have no registered media type.</summary>
    public const string AsepriteType = "application/octet-stream";

    /// <summary>Maximum enlargement.</summary>
    public const int MaxScale = 64;

    private const int MinDuration = 10;
    private const int MaxDuration = 60_000;
    private const int MaxNameLength = 100;

    /// <summary>Characters that are not allowed in file names on some systems.</summary>
    private static readonly SearchValues<char> ReservedCharacters = SearchValues.Create("\\/:*?\"<>|");

    /// <summary>Exports a picture, or the frames of an animation.</summary>
    public static async Task<FileContentHttpResult> ExportAsync(ExportBody body, ModelStore models, PictureWork work, CancellationToken cancellationToken)
    {
        Check(body);
        await using ModelLease lease = await models.UseAsync(body.Model, body.Palette.ToPalette(), cancellationToken);
        Palette palette = lease.Model.Palette;
        if (body.Format == "png") return TypedResults.Bytes(SpriteConverter.ToPng(SpriteOf(body, body.Pixels!, lease), palette, body.Scale, body.Transparent), "image/png", "picture.png");
        ExportFrame[] frames = body.Frames is null
            ? [new ExportFrame(SpriteOf(body, body.Pixels!, lease), body.Duration, null)]
            : [.. body.Frames.Select((frame, i) => FrameOf(body, frame, i + 1, lease))];
        byte[] file = await work.RunAsync(() => AnimationConverter.ToFile(frames, palette, body.Format, body.Scale, body.Transparent, body.Name), cancellationToken);
        (string type, string extension) = body.Format switch
        {
            "gif" => ("image/gif", "gif"),
            "apng" => ("image/apng", "png"),
            "sheet" => ("application/zip", "zip"),
            _ => (AsepriteType, "aseprite"),
        };
        return TypedResults.Bytes(file, type, $"picture.{extension}");
    }

    private static void Check(ExportBody body)
    {
        InputException.Check(body.Scale is >= 1 and <= MaxScale, "scale", body.Scale, $"1 to {MaxScale}");
        InputException.Check(body.Format is "png" or "gif" or "apng" or "aseprite" or "sheet", "format", Excerpt.Of(body.Format), "png, gif, apng, aseprite or sheet");
        InputException.Check(body.Duration is >= MinDuration and <= MaxDuration, "duration", body.Duration, $"{MinDuration} to {MaxDuration} milliseconds");
        bool isName = body.Name.Length is > 0 and <= MaxNameLength && !body.Name.AsSpan().ContainsAny(ReservedCharacters) && !body.Name.Any(char.IsControl);
        InputException.Check(isName, "name", Excerpt.Of(body.Name), $"a file name of 1 to {MaxNameLength} characters without \\ / : * ? \" < > |");
        if (body.Pixels is null == body.Frames is null) throw new InputException("exactly one of 'pixels' (a single picture) and 'frames' (an animation) is required");
        if (body.Frames is null) return;
        if (body.Format == "png") throw new InputException("the format png has a single picture; send it as 'pixels', or use gif, apng, aseprite or sheet for 'frames'");
        InputException.Check(body.Frames.Count is >= 1 and <= AnimationConverter.MaxFrames, "the number of frames", body.Frames.Count, $"1 to {AnimationConverter.MaxFrames}");
    }

    /// <summary>Converts a frame, all of whose pixels are required.</summary>
    private static ExportFrame FrameOf(ExportBody body, ExportFrameBody frame, int number, ModelLease lease)
    {
        // JSON null is not rejected for the elements of a list.
        if (frame is null) throw new InputException($"frame {number} must not be null");
        int duration = frame.Duration ?? body.Duration;
        InputException.Check(duration is >= MinDuration and <= MaxDuration, $"the duration of frame {number}", duration, $"{MinDuration} to {MaxDuration} milliseconds");
        foreach (int[] pixels in (int[][])[frame.Pixels, frame.Sketch ?? frame.Pixels])
        {
            if (pixels.Length != (long)body.Width * body.Height) throw new InputException($"frame {number} has {pixels.Length} pixels, but a picture of {body.Width}×{body.Height} has {(long)body.Width * body.Height}");
        }

        return new ExportFrame(SpriteOf(body, frame.Pixels, lease), duration, frame.Sketch is null ? null : SpriteOf(body, frame.Sketch, lease));
    }

    private static Sprite SpriteOf(ExportBody body, int[] pixels, ModelLease lease)
    {
        Sprite sprite = SpriteConverter.FromIndices(body.Width, body.Height, pixels, lease);
        int colors = lease.Model.Palette.Count;
        foreach (int pixel in pixels) InputException.Check((uint)pixel < (uint)colors, "a palette index of 'pixels'", pixel, $"0 to {colors - 1}");
        return sprite;
    }
}
