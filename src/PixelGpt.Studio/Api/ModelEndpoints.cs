using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PixelGpt.Data;
using PixelGpt.Runs;
using PixelGpt.Studio.Contracts;
using PixelGpt.Studio.Datasets;
using PixelGpt.Studio.Models;

namespace PixelGpt.Studio.Api;

/// <summary>The resource <c>/models</c>: the models, their palettes, and sprites of their data sets.</summary>
internal static class ModelEndpoints
{
    private const int MaxSamples = 96;

    /// <summary>Maps the endpoints.</summary>
    public static RouteGroupBuilder MapModels(this RouteGroupBuilder group)
    {
        RouteGroupBuilder models = group.MapGroup("/models").WithTags("Models");
        models.MapGet("", List)
            .WithName("listModels")
            .WithSummary("Lists the models in the models folder, and the built-in model. Models that cannot be used are included with the reason.");
        models.MapGet("/{id}", Find)
            .WithName("getModel")
            .WithSummary("Describes a model, including its palette. Index 0 is the background.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        models.MapGet("/{id}/samples", SamplesAsync)
            .WithName("getModelSamples")
            .WithSummary("Returns sprites of the data set that a model was trained on, as palette indices. The parameter split is train, dev or test.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        return group;
    }

    private static Ok<ModelsBody> List(ModelCatalog catalog) => TypedResults.Ok(new ModelsBody([.. catalog.All().Select(model => model.ToBody(withPalette: false))]));

    private static Ok<ModelBody> Find(string id, ModelCatalog catalog) => TypedResults.Ok(catalog.Find(id).ToBody(withPalette: true));

    private static async Task<Ok<SamplesBody>> SamplesAsync(
        string id, ModelFolders folders, DatasetCache datasets, CancellationToken cancellationToken, string split = "dev", int count = 12, int offset = 0)
    {
        InputException.Check(count is >= 1 and <= MaxSamples, "count", count, $"1 to {MaxSamples}");
        InputException.Check(offset >= 0, "offset", offset, "at least 0");
        DataReference reference = folders.FindModel(id).LoadDefaults().Data
            ?? throw new InputException($"the model '{id}' has no run, so its data set is unknown; use a model that was trained in the models folder");
        SpriteDataset data = await datasets.LoadAsync(reference, cancellationToken);
        return TypedResults.Ok(data.ToSamplesBody(split, offset, count));
    }
}
