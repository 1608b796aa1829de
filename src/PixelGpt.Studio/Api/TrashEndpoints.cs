using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PixelGpt.Studio.Contracts;
using PixelGpt.Studio.Models;
using PixelGpt.Studio.Training;

namespace PixelGpt.Studio.Api;

/// <summary>Renames and deletes models and runs, and restores what was deleted.</summary>
internal static class TrashEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static RouteGroupBuilder MapTrash(this RouteGroupBuilder group)
    {
        RouteGroupBuilder models = group.MapGroup("/models").WithTags("Models");
        models.MapPost("/{id}/rename", RenameAsync)
            .WithName("renameModel")
            .WithSummary("Renames a model or run that is not in use.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        models.MapDelete("/{id}", DeleteAsync)
            .WithName("deleteModel")
            .WithSummary("Moves a model or run that is not in use to the trash, from which it can be restored for a week.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        RouteGroupBuilder deleted = group.MapGroup("/trash").WithTags("Trash");
        deleted.MapGet("", (Trash bin) => TypedResults.Ok(new TrashListBody(bin.All())))
            .WithName("listTrash")
            .WithSummary("Lists the deleted models, runs and data sets that can be restored.");
        deleted.MapPost("/{trash}/restore", (string trash, Trash bin) => TypedResults.Ok(bin.Restore(trash)))
            .WithName("restoreTrash")
            .WithSummary("Restores a deleted model, run or data set under its old name.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        deleted.MapDelete("/{trash}", Delete)
            .WithName("deleteTrash")
            .WithSummary("Deletes a deleted model, run or data set for good.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        return group;
    }

    private static async Task<Ok<ModelBody>> RenameAsync(string id, RenameBody body, FolderChanges changes, ModelCatalog catalog, CancellationToken cancellationToken)
    {
        await changes.RenameAsync(id, body.Id, cancellationToken);
        return TypedResults.Ok(catalog.Find(body.Id).ToBody(withPalette: false));
    }

    private static async Task<Ok<TrashBody>> DeleteAsync(string id, FolderChanges changes, CancellationToken cancellationToken) =>
        TypedResults.Ok(await changes.DeleteModelAsync(id, cancellationToken));

    private static NoContent Delete(string trash, Trash bin)
    {
        bin.Delete(trash);
        return TypedResults.NoContent();
    }
}
