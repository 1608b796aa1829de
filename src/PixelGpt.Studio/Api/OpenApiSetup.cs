using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace PixelGpt.Studio.Api;

/// <summary>Configures the OpenAPI document: title, examples of the requests, and deprecated properties.</summary>
internal static class OpenApiSetup
{
    private static readonly (string Name, string Summary, string Value)[] CompletionExamples =
    [
        ("prompt", "Continue a picture after its first pixels", """{"model": "demo", "prompt": {"width": 20, "height": 20, "pixels": [0, 0, 0, 5, 5, 0]}, "do_sample": true, "temperature": 0.9, "top_p": 0.95, "seed": 1, "num_return_sequences": 4}"""),
        ("mask", "Draw some pixels of a picture", """{"model": "demo", "prompt": {"width": 3, "height": 2, "pixels": [0, 5, 0, 5, 5, 5]}, "mask": [1, 4], "seed": 1}"""),
        ("vary", "Draw parts of a picture again", """{"model": "built-in", "image": "iVBORw0KGgo...", "vary": {"strength": 0.4, "keep": ["outline", "colors"]}, "format": "png"}"""),
        ("new", "Draw a new picture", """{"model": "demo", "prompt": {"width": 20, "height": 20, "pixels": [0]}, "do_sample": true, "max_colors": 6, "symmetry": true}"""),
    ];

    private static readonly Dictionary<string, string> Examples = new()
    {
        ["api/v1/completions/batch"] = """{"requests": [{"model": "demo", "prompt": {"width": 20, "height": 20, "pixels": [0]}}]}""",
        ["api/v1/probabilities"] = """{"model": "demo", "width": 20, "height": 20, "pixels": [0, 0, 5], "alternatives": 4}""",
        ["api/v1/images/import"] = """{"model": "demo", "image": "iVBORw0KGgo..."}""",
        ["api/v1/images/inspect"] = """{"image": "iVBORw0KGgo..."}""",
        ["api/v1/palettes/import"] = """{"name": "mine.hex", "file": "ZmYwMDAwCg=="}""",
        ["api/v1/images/export"] = """{"model": "demo", "width": 2, "height": 2, "pixels": [0, 5, 5, 0], "scale": 8}""",
        ["api/v1/runs/{id}/resume"] = """{"epochs": 100}""",
        ["api/v1/datasets"] = """{"name": "my-style", "files": [{"name": "hero.png", "content": "iVBORw0KGgo..."}], "cut": "auto"}""",
        ["api/v1/datasets/preview"] = """{"files": [{"name": "sheet.png", "content": "iVBORw0KGgo..."}], "cut": "16x16"}""",
        ["api/v1/models/{id}/rename"] = """{"id": "knights"}""",
        ["api/v1/runs"] = """{"dataset": "creatures", "model_type": "gpt2", "preset": "small", "epochs": 50, "seed": 0}""",
    };

    /// <summary>Adds the OpenAPI document to the services.</summary>
    public static void AddStudioOpenApi(this IServiceCollection services) => services.AddOpenApi("v1", openApi =>
    {
        openApi.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "PixelGpt",
                Version = "v1",
                Description = "Completes pixel art with transformer models, and trains such models. Pixels are palette indices in raster order. Errors are problem details (RFC 9457).",
            };
            return Task.CompletedTask;
        });
        openApi.AddOperationTransformer((operation, context, _) =>
        {
            if (context.Description.RelativePath?.TrimEnd('/') == "api/v1/completions" && operation.RequestBody?.Content?.TryGetValue("application/json", out OpenApiMediaType? completion) == true)
                completion.Examples = CompletionExamples.ToDictionary(e => e.Name, e => (IOpenApiExample)new OpenApiExample { Summary = e.Summary, Value = JsonNode.Parse(e.Value) });
            if (operation.RequestBody?.Content?.TryGetValue("application/json", out OpenApiMediaType? json) == true
                && Examples.TryGetValue(context.Description.RelativePath?.TrimEnd('/') ?? "", out string? example)) json.Example = JsonNode.Parse(example);
            return Task.CompletedTask;
        });
        openApi.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonPropertyInfo?.Name == "keep") schema.Deprecated = true;
            return Task.CompletedTask;
        });
    });
}
