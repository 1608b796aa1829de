using PixelGpt.Generation;
using PixelGpt.Imaging;
using PixelGpt.Studio.Inference;
using PixelGpt.Studio.Models;

namespace PixelGpt.Studio.Editing;

/// <summary>Draws candidates of pictures, in the same queue and within the same limits as completions.</summary>
internal sealed class Drawings(ModelStore models, ModelRunner runner)
{
    /// <summary>Starts to draw candidates.</summary>
    /// <param name="request">The picture.</param>
    /// <param name="aborted">Cancelled when the candidates are no longer needed.</param>
    /// <exception cref="InputException">A value is invalid, or the picture does not fit the model.</exception>
    /// <exception cref="Contracts.ApiException">There is no such model.</exception>
    /// <exception cref="Generation.Batching.QueueFullException">Too many pictures are waiting.</exception>
    public async Task<Drawing> StartAsync(DrawingRequest request, CancellationToken aborted)
    {
        InputException.Check(request.Count is >= 1 and <= DrawingRequest.MaxCount, "count", request.Count, $"1 to {DrawingRequest.MaxCount}");
        ModelLease lease = await models.UseAsync(request.Model, null, aborted);
        try
        {
            var picture = ModelPicture.Of(request.Picture, request.Colors, lease);
            if (!picture.Palette.Colors.SequenceEqual(lease.Model.Palette.Colors))
            {
                ModelLease withPalette = await models.UseAsync(request.Model, picture.Palette, aborted);
                await lease.DisposeAsync();
                lease = withPalette;
            }

            picture.Request.Client = request.Client;
            GenerationOptions options = Wildness.Apply(lease.Generation, request.Wildness) with { Seed = request.Seed, NumReturnSequences = request.Count };
            return new Drawing(runner.Stream(lease, picture.Request, options, alternatives: 0, aborted), picture, Math.Max(1, picture.Request.DrawnCount) * request.Count);
        }
        catch
        {
            await lease.DisposeAsync();
            throw;
        }
    }

    /// <summary>Draws candidates.</summary>
    /// <returns>The whole pictures, best first, and what a user may want to know.</returns>
    /// <inheritdoc cref="StartAsync"/>
    public async Task<(IReadOnlyList<PixelImage> Pictures, IReadOnlyList<string> Notes)> DrawAsync(DrawingRequest request, CancellationToken aborted)
    {
        await using Drawing drawing = await StartAsync(request, aborted);
        var pictures = new PixelImage[request.Count];
        IReadOnlyList<int> ranking = [];
        await foreach (DrawingEvent item in drawing.ReadAsync(aborted, aborted))
        {
            if (item is CandidateEvent candidate) pictures[candidate.Index] = candidate.Image;
            else if (item is DrawnEvent drawn) ranking = drawn.Ranking;
        }

        return ([.. ranking.Select(i => pictures[i])], drawing.Notes);
    }
}
