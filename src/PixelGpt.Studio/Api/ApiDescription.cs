using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace PixelGpt.Studio.Api;

/// <summary>What OpenAPI says of the API as a whole, and an example of each request.</summary>
internal static class ApiDescription
{
    private static readonly Dictionary<string, string> Examples = new()
    {
        ["api/v1/completions"] = """{"model": "demo", "prompt": {"width": 20, "height": 20, "pixels": [0, 0, 0, 5, 5, 0]}, "do_sample": true, "temperature": 0.9, "top_p": 0.95, "seed": 1, "num_return_sequences": 4}""",
        ["api/v1/completions/batch"] = """{"requests": [{"model": "demo", "prompt": {"width": 20, "height": 20, "pixels": [0]}}]}""",
        ["api/v1/probabilities"] = """{"model": "demo", "width": 20, "height": 20, "pixels": [0, 0, 5], "alternatives": 4}""",
        ["api/v1/images/import"] = """{"model": "demo", "image": "iVBORw0KGgo..."}""",
        ["api/v1/images/export"] = """{"model": "demo", "width": 2, "height": 2, "pixels": [0, 5, 5, 0], "scale": 8}""",
        ["api/v1/runs"] = """{"dataset": "creatures", "model_type": "gpt2", "preset": "small", "epochs": 50, "seed": 0}""",
    };

    public static void AddApiDescription(this IServiceCollection services) => services.AddOpenApi("v1", openApi =>
    {
        openApi.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "PixelGpt",
                Version = "v1",
                Description = "Finishes pixel art. Pixels are palette indices in raster order; errors are problem details (RFC 9457).",
            };
            return Task.CompletedTask;
        });
        openApi.AddOperationTransformer((operation, context, _) =>
        {
            if (operation.RequestBody?.Content?.TryGetValue("application/json", out OpenApiMediaType? json) == true
                && Examples.TryGetValue(context.Description.RelativePath ?? "", out string? example)) json.Example = JsonNode.Parse(example);
            return Task.CompletedTask;
        });
    });
}
