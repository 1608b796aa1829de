using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Rendering;
using PixelGpt.Runs;
using PixelGpt.Studio.Models;
using PixelGpt.Studio.Training;

namespace PixelGpt.Studio.Api;

/// <summary><c>/api/v1/datasets</c>: what there is to train on.</summary>
internal static class DatasetEndpoints
{
    // Drawn once for as long as the data are in memory.
    private static readonly ConditionalWeakTable<SpriteDataset, byte[]> Sheets = [];

    public static void MapDatasets(this IEndpointRouteBuilder api)
    {
        api.MapGet("/datasets", ListAsync).WithSummary("Lists the data sets to train on, those that cannot be used among them, with the reason.");
        api.MapGet("/datasets/{id}/sheet.png", SheetAsync)
            .WithSummary("A contact sheet of a data set's first training sprites.")
            .Produces(StatusCodes.Status200OK, contentType: "image/png").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<DatasetsBody> ListAsync(DatasetFolders folders, DataCache cache, CancellationToken left)
    {
        var all = new List<DatasetBody>();
        foreach ((string id, DataReference reference) in folders.All()) all.Add(await DescribeAsync(id, reference, cache, left));
        return new DatasetsBody(all);
    }

    private static async Task<DatasetBody> DescribeAsync(string id, DataReference reference, DataCache cache, CancellationToken left)
    {
        try
        {
            SpriteDataset data = await cache.LoadAsync(reference, left);
            return new DatasetBody(id, Path.GetFileName(Path.TrimEndingDirectorySeparator(data.Name)), data.Width, data.Height, data.Palette.Count, data.Splits.ToDictionary(s => s.Key, s => s.Value.Count));
        }
        catch (PixelGptException e)
        {
            return new DatasetBody(id, id, null, null, null, null, e.Message);
        }
    }

    private static async Task<IResult> SheetAsync(string id, DatasetFolders folders, DataCache cache, CancellationToken left)
    {
        SpriteDataset data = await cache.LoadAsync(folders.Find(id), left);
        return TypedResults.Bytes(Sheets.GetValue(data, _ => Draw(id, data)), "image/png");
    }

    private static byte[] Draw(string id, SpriteDataset data)
    {
        using var stream = new MemoryStream();
        PngWriter.Write(stream, ContactSheet.Grid([.. data[SpriteDataset.Train].Take(ContactSheet.MaxSprites)], data.Palette, $"{id}: training sprites"));
        return stream.ToArray();
    }
}
