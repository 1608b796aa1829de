using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using PixelGpt.Studio.Api.Description;
using PixelGpt.Studio.Contracts;
using PixelGpt.Studio.Datasets;
using PixelGpt.Studio.Inference;
using PixelGpt.Studio.Training;

namespace PixelGpt.Studio.Api;

/// <summary>Uploads of pictures to train on, which become data sets.</summary>
internal static class UploadEndpoints
{
    private const int MaxShown = 60;

    /// <summary>Maps the endpoints.</summary>
    public static RouteGroupBuilder MapUploads(this RouteGroupBuilder group)
    {
        RouteGroupBuilder datasets = group.MapGroup("/datasets").WithTags("Data sets");
        datasets.MapPost("/preview", PreviewAsync)
            .WithName("previewDataset")
            .WithSummary("Returns what would be learned from pictures, and what would be left out, without writing anything.")
            .WithMetadata(new UploadSize()).WithProblems();
        datasets.MapPost("", AddAsync)
            .WithName("createDataset")
            .WithSummary("Creates a data set of pictures in the models folder. Enlarged pictures are reduced, sheets are cut, copies are left out.")
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithMetadata(new UploadSize()).WithProblems();
        datasets.MapDelete("/{id}", DeleteAsync)
            .WithName("deleteDataset")
            .WithSummary("Moves an uploaded data set to the trash.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        return group;
    }

    private static async Task<Ok<UploadPreviewBody>> PreviewAsync(UploadBody body, PictureWork work, CancellationToken cancellationToken)
    {
        Func<SpriteUpload> read = Reader("preview", body, cancellationToken);
        SpriteUpload upload = await work.RunAsync(read, cancellationToken);
        return TypedResults.Ok(new UploadPreviewBody
        {
            Sprites = upload.Count,
            Smallest = [upload.Sprites.Min(s => s.Width), upload.Sprites.Min(s => s.Height)],
            Largest = [upload.Data.Width, upload.Data.Height],
            Palette = upload.Data.Palette.ToHex(),
            Pictures = [.. upload.Sprites.Take(MaxShown).Select(s => new PictureBody(s.Width, s.Height, s.Pixels.ToArray()))],
            Notes = upload.Notes,
            From = upload.From,
            Reason = upload.Reason,
        });
    }

    private static async Task<Created<DatasetBody>> AddAsync(UploadBody body, UploadedDatasets uploads, DatasetFolders folders, DatasetCache cache, CancellationToken cancellationToken)
    {
        string name = body.Name ?? throw new InputException("'name' is required: the name of the new data set");
        string id = await uploads.AddAsync(name, Reader(name, body, cancellationToken), cancellationToken);
        return TypedResults.Created($"/api/v1/datasets/{id}", await DatasetEndpoints.DescribeAsync(id, folders, cache, cancellationToken));
    }

    private static async Task<Ok<TrashBody>> DeleteAsync(string id, FolderChanges changes, CancellationToken cancellationToken) =>
        TypedResults.Ok(await changes.DeleteDatasetAsync(id, cancellationToken));

    private static Func<SpriteUpload> Reader(string name, UploadBody body, CancellationToken cancellationToken)
    {
        var cut = SheetCut.Parse(body.Cut);
        if (body.Files.Count == 0) throw new InputException("'files' is empty; send at least one picture");
        return () => SpriteUpload.Read(name, body.Files, cut, cancellationToken);
    }

    /// <summary>The maximum size of the body of an upload, which is larger than that of other requests.</summary>
    private sealed class UploadSize : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => UploadLimits.MaxBodyBytes;
    }
}
