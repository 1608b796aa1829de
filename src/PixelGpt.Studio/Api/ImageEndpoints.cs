using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PixelGpt.Data;
using PixelGpt.Studio.Contracts;
using PixelGpt.Studio.Inference;
using PixelGpt.Studio.Models;

namespace PixelGpt.Studio.Api;

/// <summary>The resource <c>/images</c>: converts picture files to a model's palette indices and back.</summary>
internal static class ImageEndpoints
{
    /// <summary>Maximum enlargement of an exported picture.</summary>
    internal const int MaxScale = 64;

    /// <summary>Aseprite files have no registered media type.</summary>
    private const string AsepriteType = "application/octet-stream";

    /// <summary>Maps the endpoints.</summary>
    public static RouteGroupBuilder MapImages(this RouteGroupBuilder group)
    {
        RouteGroupBuilder images = group.MapGroup("/images").WithTags("Images");
        images.MapPost("/import", ImportAsync)
            .WithSummary("Converts a picture file to palette indices of a model, or of its own colours if the model has free_palette. An enlarged picture is reduced to its original size. The notes say what was changed.")
            .WithProblems();
        images.MapPost("/export", ExportAsync)
            .WithSummary("Converts palette indices to a PNG or GIF, enlarged by an integer factor, or to an Aseprite file.")
            .Produces(StatusCodes.Status200OK, responseType: null, "image/png", "image/gif", AsepriteType)
            .WithProblems();
        return group;
    }

    private static async Task<Ok<ImportedBody>> ImportAsync(ImageBody body, ModelStore models, CancellationToken cancellationToken)
    {
        await using ModelLease lease = await models.UseAsync(body.Model, null, cancellationToken);
        ImportedPicture picture = SpriteConverter.FromFile(body.Image, lease.Model, lease.MinSize);
        return TypedResults.Ok(new ImportedBody(picture.Sprite.Width, picture.Sprite.Height, picture.Sprite.Pixels.ToArray(), picture.Notes, picture.OwnPalette?.ToHex(), picture.HasTransparency));
    }

    private static async Task<FileContentHttpResult> ExportAsync(ModelPictureBody body, ModelStore models, CancellationToken cancellationToken)
    {
        InputException.Check(body.Scale is >= 1 and <= MaxScale, "scale", body.Scale, $"1 to {MaxScale}");
        InputException.Check(body.Format is "png" or "gif" or "aseprite", "format", Excerpt.Of(body.Format), "png, gif or aseprite");
        await using ModelLease lease = await models.UseAsync(body.Model, body.Palette.ToPalette(), cancellationToken);
        Sprite sprite = SpriteConverter.FromIndices(body.Width, body.Height, body.Pixels, lease.Model, minSize: 1);
        int colors = lease.Model.Palette.Count;
        foreach (int pixel in body.Pixels) InputException.Check((uint)pixel < (uint)colors, "a palette index of 'pixels'", pixel, $"0 to {colors - 1}");
        Palette palette = lease.Model.Palette;
        if (body.Format == "png") return TypedResults.Bytes(SpriteConverter.ToPng(sprite, palette, body.Scale, body.Transparent), "image/png", "picture.png");
        bool isGif = body.Format == "gif";
        return TypedResults.Bytes(SpriteConverter.ToSequence(sprite, palette, body.Scale, body.Transparent, isGif), isGif ? "image/gif" : AsepriteType, $"picture.{body.Format}");
    }
}
