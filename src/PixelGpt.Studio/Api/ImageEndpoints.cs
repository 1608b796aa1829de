using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Studio.Api.Description;
using PixelGpt.Studio.Contracts;
using PixelGpt.Studio.Inference;
using PixelGpt.Studio.Models;

namespace PixelGpt.Studio.Api;

/// <summary>The resource <c>/images</c>: converts picture files to a model's palette indices and back.</summary>
internal static class ImageEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static RouteGroupBuilder MapImages(this RouteGroupBuilder group)
    {
        RouteGroupBuilder images = group.MapGroup("/images").WithTags("Images");
        images.MapPost("/import", ImportAsync)
            .WithName("importImage")
            .WithSummary("Converts a picture file to palette indices of a model, or of its own colours if the model has free_palette. An enlarged picture is reduced to its original size. With frames, all frames of an animation are returned. The notes say what was changed.")
            .WithProblems();
        images.MapPost("/inspect", InspectAsync)
            .WithName("inspectImage")
            .WithSummary("Describes a picture file before it is imported: its size, the factor by which it was enlarged, its colours, the bounds of its content, and a preview.")
            .WithProblems();
        images.MapPost("/export", ImageExport.ExportAsync)
            .WithName("exportImage")
            .WithSummary("Converts palette indices of a picture, or of the frames of an animation, to a PNG, GIF, animated PNG or sprite sheet, enlarged by an integer factor, or to an Aseprite file.")
            .ProducesFile("The file. Its type depends on the format: png, gif, apng, sheet (zip) or aseprite.", "image/png", "image/gif", "image/apng", "application/zip", ImageExport.AsepriteType)
            .WithProblems();
        return group;
    }

    private static async Task<Ok<ImportedBody>> ImportAsync(ImageBody body, ModelStore models, PictureWork work, CancellationToken cancellationToken)
    {
        await using ModelLease lease = await models.UseAsync(body.Model, null, cancellationToken);
        ImportSteps? steps = body.ToSteps();
        if (body.Frames && steps is not null) throw new InputException("'frames' and the options of an import exclude each other; leave 'frames' out to import the first frame");
        return TypedResults.Ok(await work.RunAsync(() => Import(body, steps, lease, cancellationToken), cancellationToken));
    }

    private static ImportedBody Import(ImageBody body, ImportSteps? steps, ModelLease lease, CancellationToken cancellationToken)
    {
        PictureContent content = SpriteConverter.ReadContent(body.Image, "image");
        cancellationToken.ThrowIfCancellationRequested();
        if (body.Frames && content.FrameCount > 1 && AnimationConverter.FromFile(body.Image, lease) is { } animation) return ToBody(animation);
        ImportedPicture picture = steps is not null ? PictureImport.Convert(content, steps, lease) : SpriteConverter.FromContent(content, lease);
        return new ImportedBody(picture.Sprite.Width, picture.Sprite.Height, picture.Sprite.Pixels.ToArray(), picture.Notes, picture.OwnPalette?.ToHex(), picture.HasTransparency);
    }

    private static async Task<Ok<PictureFactsBody>> InspectAsync(PictureFileBody body, PictureWork work, CancellationToken cancellationToken)
    {
        PictureFacts facts = await work.RunAsync(() => PictureFacts.Of(body.Image), cancellationToken);
        return TypedResults.Ok(new PictureFactsBody(facts.Width, facts.Height, facts.Frames, facts.Scale, facts.Colors, facts.HasTransparency, facts.Background.ToString(), new CropBody(facts.Content.X, facts.Content.Y, facts.Content.Width, facts.Content.Height), facts.Preview, facts.Notes));
    }

    private static ImportedBody ToBody(ImportedAnimation animation)
    {
        ImportedFrameBody[] frames = [.. animation.Frames.Select((frame, i) => new ImportedFrameBody(frame.Pixels.ToArray(), animation.Durations?[i]))];
        Sprite first = animation.Frames[0];
        return new ImportedBody(first.Width, first.Height, frames[0].Pixels, animation.Notes, animation.OwnPalette?.ToHex(), animation.HasTransparency, frames);
    }
}
