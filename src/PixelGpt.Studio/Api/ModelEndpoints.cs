using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PixelGpt.Data;
using PixelGpt.Runs;
using PixelGpt.Studio.Models;

namespace PixelGpt.Studio.Api;

/// <summary><c>/api/v1/models</c>: what models there are, their colours, and sprites of the data they learned from.</summary>
internal static class ModelEndpoints
{
    private const int MaxSamples = 96;

    public static void MapModels(this IEndpointRouteBuilder api)
    {
        api.MapGet("/models", (ModelCatalog catalog) => catalog.All())
            .WithSummary("Lists the models in the models folder, those that cannot be used among them, with the reason.");
        api.MapGet("/models/{id}", (string id, ModelCatalog catalog) => catalog.One(id))
            .WithSummary("Describes a model, with its palette: index 0 is the background.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/models/{id}/samples", SamplesAsync)
            .WithSummary("Gives true sprites of the data that a model was trained on, as palette indices.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<SamplesBody> SamplesAsync(string id, ModelFolders folders, DataCache data, CancellationToken cancellationToken, string split = "dev", int count = 12, int offset = 0)
    {
        InputException.Check(count is >= 1 and <= MaxSamples, "count", count, $"1 to {MaxSamples}");
        InputException.Check(offset >= 0, "offset", offset, "at least 0");
        RunFolder folder = folders.Find(id);
        SpriteDataset set = await data.LoadAsync(RunDefaults.Load(folder).Choose(null, id, "a model that was trained here"), cancellationToken);
        IReadOnlyList<Sprite> sprites = set[split];
        return new SamplesBody(set.Width, set.Height, sprites.Count, [.. sprites.Skip(offset).Take(count).Select(s => s.Pixels.ToArray())]);
    }
}
