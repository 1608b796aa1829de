using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PixelGpt.Data;
using PixelGpt.Generation.Batching;
using PixelGpt.Models.Families;
using PixelGpt.Pictures;
using PixelGpt.Runs;
using PixelGpt.Studio.Configuration;
using PixelGpt.Studio.Contracts;
using PixelGpt.Studio.Datasets;
using PixelGpt.Studio.Inference;
using PixelGpt.Studio.Models;
using PixelGpt.Studio.Security;

namespace PixelGpt.Studio.Api;

/// <summary>The resource <c>/info</c>: families, presets and limits, which the page uses instead of repeating them.</summary>
internal static class InfoEndpoints
{
    private static readonly Dictionary<string, string> Families = new()
    {
        ["pixelgpt"] = "PixelGpt – made for pixel art",
        ["gpt2"] = "GPT-2 – as in the coursework",
        ["llama"] = "Llama",
        ["mistral"] = "Mistral",
        ["qwen2"] = "Qwen2",
        ["qwen3"] = "Qwen3",
    };

    private static readonly Dictionary<ModelPreset, string> Presets = new()
    {
        [ModelPreset.Tiny] = "tiny – for a first try",
        [ModelPreset.Small] = "small – good pictures, in minutes",
        [ModelPreset.Base] = "base – largest and slowest",
    };

    /// <summary>Maps the endpoint.</summary>
    public static RouteGroupBuilder MapInfo(this RouteGroupBuilder group)
    {
        group.MapGet("/info", Find).WithTags("Info")
            .WithName("getInfo")
            .WithSummary("Returns the model families and presets that can be trained, the picture formats, and the limits of requests.");
        return group;
    }

    private static Ok<InfoBody> Find(StudioOptions options, HttpContext context) => TypedResults.Ok(Describe(options) with { ChangesRefused = ChangeRule.Refusal(options, context) });

    private static InfoBody Describe(StudioOptions options) => new(
        RunVersions.Current.Pixelgpt,
        [.. ModelFamily.All.Select(f => new ChoiceBody(f.ModelType, Families.GetValueOrDefault(f.ModelType, f.ModelType)))],
        [.. Presets.Select(p => new ChoiceBody(p.Key.ToString().ToLowerInvariant(), p.Value))],
        nameof(ModelPreset.Small).ToLowerInvariant(),
        [.. ReadableFormats.All.All.SelectMany(f => f.Extensions)],
        new LimitsBody(
            SpriteDataset.MinMixedSide,
            SpriteDataset.MaxMixedSide,
            ModelStore.MaxColors,
            AnimationConverter.MaxFrames,
            ParsedCompletion.MaxSequences,
            CompletionEndpoints.MaxBatch,
            BatchingDecoder.MaxAlternatives,
            ImageExport.MaxScale,
            RunEndpoints.MaxComparedRuns,
            NewName.MaxLength,
            UploadLimits.MaxFiles,
            UploadLimits.MaxBytes,
            UploadLimits.MaxPixels,
            options.MaxEpochs,
            options.MaxBatchSize));
}
