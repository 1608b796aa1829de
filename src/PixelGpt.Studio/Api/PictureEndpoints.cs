using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PixelGpt.Data;
using PixelGpt.Studio.Models;

namespace PixelGpt.Studio.Api;

/// <summary><c>/api/v1/images</c>: picture files to a model's palette indices and back.</summary>
internal static class PictureEndpoints
{
    private const int MaxScale = 64;

    public static void MapPictures(this IEndpointRouteBuilder api)
    {
        api.MapPost("/images/import", ImportAsync)
            .WithSummary("Takes a PNG over onto a model's palette, at the size it was drawn, and says what was changed.")
            .WithProblems();
        api.MapPost("/images/export", ExportAsync)
            .WithSummary("Makes a PNG of palette indices, enlarged by a whole number.")
            .Produces(StatusCodes.Status200OK, contentType: "image/png")
            .WithProblems();
    }

    private static async Task<ImportedBody> ImportAsync(ImageBody body, ModelStore models, CancellationToken left)
    {
        await using ModelLease lease = await models.UseAsync(body.Model, left);
        (Sprite sprite, IReadOnlyList<string> notes) = PictureFiles.Read(body.Image, lease.Model);
        return new ImportedBody(sprite.Width, sprite.Height, sprite.Pixels.ToArray(), notes);
    }

    private static async Task<IResult> ExportAsync(ModelPictureBody body, ModelStore models, CancellationToken left)
    {
        InputException.Check(body.Scale is >= 1 and <= MaxScale, "scale", body.Scale, $"1 to {MaxScale}");
        await using ModelLease lease = await models.UseAsync(body.Model, left);
        Sprite sprite = PictureFiles.Sprite(body.Width, body.Height, body.Pixels, lease.Model);
        foreach (int pixel in body.Pixels) InputException.Check((uint)pixel < (uint)lease.Model.Palette.Count, "a pixel", pixel, $"an index of the palette, 0 to {lease.Model.Palette.Count - 1}");
        return TypedResults.Bytes(PictureFiles.Write(sprite, lease.Model.Palette, body.Scale), "image/png", "picture.png");
    }
}
