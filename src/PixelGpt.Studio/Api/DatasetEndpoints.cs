using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Rendering;
using PixelGpt.Studio.Api.Description;
using PixelGpt.Studio.Contracts;
using PixelGpt.Studio.Datasets;

namespace PixelGpt.Studio.Api;

/// <summary>The resource <c>/datasets</c>: the data sets to train on.</summary>
internal static class DatasetEndpoints
{
    // Contact sheets are cached as long as their data sets are in memory.
    private static readonly ConditionalWeakTable<SpriteDataset, byte[]> Sheets = [];

    /// <summary>Maps the endpoints.</summary>
    public static RouteGroupBuilder MapDatasets(this RouteGroupBuilder group)
    {
        RouteGroupBuilder datasets = group.MapGroup("/datasets").WithTags("Data sets");
        datasets.MapGet("", ListAsync)
            .WithName("listDatasets")
            .WithSummary("Lists the data sets to train on. Data sets that cannot be used are included with the reason.");
        datasets.MapGet("/{id}/sheet.png", SheetAsync)
            .WithName("getDatasetSheet")
            .WithSummary("Returns a contact sheet of a data set's first training sprites.")
            .ProducesFile("The contact sheet.", "image/png")
            .ProducesProblem(StatusCodes.Status404NotFound);
        return group;
    }

    private static async Task<Ok<DatasetsBody>> ListAsync(DatasetFolders folders, DatasetCache cache, CancellationToken cancellationToken)
    {
        var all = new List<DatasetBody>();
        foreach (string id in folders.All().Keys) all.Add(await DescribeAsync(id, folders, cache, cancellationToken));
        return TypedResults.Ok(new DatasetsBody(all));
    }

    private static async Task<FileContentHttpResult> SheetAsync(string id, DatasetFolders folders, DatasetCache cache, CancellationToken cancellationToken)
    {
        SpriteDataset data = await cache.LoadAsync(folders.Find(id), cancellationToken);
        return TypedResults.Bytes(Sheets.GetValue(data, _ => Render(id, data)), "image/png");
    }

    /// <summary>Describes a data set, or says why it cannot be used.</summary>
    public static async Task<DatasetBody> DescribeAsync(string id, DatasetFolders folders, DatasetCache cache, CancellationToken cancellationToken)
    {
        bool canDelete = folders.FindUploaded(id) is not null;
        try
        {
            SpriteDataset data = await cache.LoadAsync(folders.Find(id), cancellationToken);
            string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(data.Name));
            return new DatasetBody(id, name, data.Width, data.Height, data.Palette.Count, data.Splits.ToDictionary(s => s.Key, s => s.Value.Count), data.HasMixedSizes ? true : null, Notes: data.Notes.Count > 0 ? [.. data.Notes.Select(ClientMessage.WithoutFolders)] : null, CanDelete: canDelete);
        }
        catch (PixelGptException e)
        {
            return new DatasetBody(id, id, null, null, null, null, Problem: ClientMessage.WithoutFolders(e.Message), CanDelete: canDelete);
        }
    }

    private static byte[] Render(string id, SpriteDataset data) =>
        PngWriter.ToBytes(ContactSheet.Grid([.. data[SpriteDataset.Train].Take(ContactSheet.MaxSprites)], data.Palette, $"{id}: training sprites"));
}
