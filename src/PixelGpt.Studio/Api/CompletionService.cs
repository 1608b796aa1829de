using PixelGpt.Generation.Batching;
using PixelGpt.Studio.Contracts;
using PixelGpt.Studio.Inference;
using PixelGpt.Studio.Models;

namespace PixelGpt.Studio.Api;

/// <summary>Completes the pictures of completion bodies.</summary>
internal sealed class CompletionService(ModelStore models, ModelFolders folders, ModelRunner runner, PictureWork work)
{
    /// <summary>Completes a picture.</summary>
    /// <param name="body">The body.</param>
    /// <param name="client">The client, which takes turns with others.</param>
    /// <param name="aborted">Cancelled when the client disconnects.</param>
    public async Task<CompletionsBody> CompleteAsync(CompletionBody body, string client, CancellationToken aborted)
    {
        (ModelLease opened, ParsedCompletion completion) = await OpenAsync(body, client, aborted);
        await using ModelLease lease = opened;
        IReadOnlyList<GeneratedPicture> pictures = await runner.CompleteAsync(lease, completion.Request, completion.Options, body.Record ? body.Alternatives : 0, aborted);
        return completion.ToBody(pictures);
    }

    /// <summary>Starts a completion whose pixels are read as they are generated.</summary>
    /// <inheritdoc cref="CompleteAsync"/>
    public async Task<(ParsedCompletion Completion, CompletionStream Stream)> StreamAsync(CompletionBody body, string client, CancellationToken aborted)
    {
        (ModelLease lease, ParsedCompletion completion) = await OpenAsync(body, client, aborted);
        try
        {
            return (completion, runner.Stream(lease, completion.Request, completion.Options, body.Alternatives, aborted));
        }
        catch
        {
            await lease.DisposeAsync();
            throw;
        }
    }

    /// <summary>Parses a completion, and leases its model with the palette of its picture.</summary>
    private async Task<(ModelLease Lease, ParsedCompletion Completion)> OpenAsync(CompletionBody body, string client, CancellationToken aborted)
    {
        ModelLease lease = await models.UseAsync(body.Model, body.Palette.ToPalette(), aborted);
        try
        {
            ImportedPicture? image = null;
            if (body is { Image: { } file, Prompt: null })
            {
                if (body.Palette is not null) throw new InputException("'palette' requires 'prompt'; a picture in 'image' has its own colours");
                ModelLease own = lease;
                image = await work.RunAsync(() => SpriteConverter.FromFile(file, own), aborted);
            }

            if (image?.OwnPalette is { } palette)
            {
                ModelLease withPalette = await models.UseAsync(body.Model, palette, aborted);
                await lease.DisposeAsync();
                lease = withPalette;
            }

            ModelLease used = lease;
            ParsedCompletion Parse() => ParsedCompletion.Parse(body, used, folders, image);
            ParsedCompletion completion = body.MaskImage is null ? Parse() : await work.RunAsync(Parse, aborted);
            completion.Request.Client = client;
            return (lease, completion);
        }
        catch
        {
            await lease.DisposeAsync();
            throw;
        }
    }
}
