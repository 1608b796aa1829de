using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace PixelGpt.Studio.Api.Description;

/// <summary>The examples of the requests. All of them can be sent as they are.</summary>
internal static class RequestExamples
{
    private const string Json = "application/json";

    /// <summary>A PNG of 16×16 pixels with three colours.</summary>
    private const string Png = "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQAgMAAABinRfyAAAACVBMVEX///80JDTSfSyM9oDSAAAAOklEQVR42mNgQADREAYGhqyVDAyMq1Y5MDAumwUjQFywBIPUEhgRtZSBgcFtIgMDA4sAAwODiAjEDAANRAxK2S9t2gAAAABJRU5ErkJggg==";

    private static readonly (string Name, string Summary, string Value)[] Completions =
    [
        ("prompt", "Continue a picture after its first pixels", """{"model": "built-in", "prompt": {"width": 20, "height": 20, "pixels": [0, 0, 0, 5, 5, 0]}, "do_sample": true, "temperature": 0.9, "top_p": 0.95, "seed": 1, "num_return_sequences": 4}"""),
        ("mask", "Draw some pixels of a picture", $$"""{"model": "built-in", "image": "{{Png}}", "mask": [85, 86, 87, 101, 102, 103], "seed": 1}"""),
        ("vary", "Draw parts of a picture again", $$"""{"model": "built-in", "image": "{{Png}}", "vary": {"strength": 0.4, "keep": ["outline", "colors"]}, "format": "png"}"""),
        ("new", "Draw a new picture", """{"model": "built-in", "prompt": {"width": 20, "height": 20, "pixels": [0]}, "do_sample": true, "max_colors": 6, "symmetry": true}"""),
    ];

    private static readonly Dictionary<string, string> Examples = new()
    {
        ["completePictures"] = """{"requests": [{"model": "built-in", "prompt": {"width": 16, "height": 16, "pixels": [0]}}]}""",
        ["computeProbabilities"] = """{"model": "built-in", "width": 16, "height": 16, "pixels": [0, 0, 5], "alternatives": 4}""",
        ["importImage"] = $$"""{"model": "built-in", "image": "{{Png}}"}""",
        ["inspectImage"] = $$"""{"image": "{{Png}}"}""",
        ["exportImage"] = """{"model": "built-in", "width": 2, "height": 2, "pixels": [0, 5, 5, 0], "scale": 8}""",
        ["importPalette"] = """{"name": "mine.hex", "file": "ZmYwMDAwCg=="}""",
        ["previewDataset"] = $$"""{"files": [{"name": "sheet.png", "content": "{{Png}}"}], "cut": "8x8"}""",
        ["createDataset"] = $$"""{"name": "my-style", "files": [{"name": "hero.png", "content": "{{Png}}"}], "cut": "auto"}""",
        ["renameModel"] = """{"id": "knights"}""",
        ["startRun"] = """{"id": "my-creatures", "dataset": "creatures", "model_type": "gpt2", "preset": "small", "epochs": 50, "seed": 0}""",
        ["resumeRun"] = """{"epochs": 100}""",
    };

    /// <summary>Adds the examples to an operation.</summary>
    public static Task ApplyAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (operation.RequestBody?.Content?.TryGetValue(Json, out OpenApiMediaType? body) != true) return Task.CompletedTask;
        if (operation.OperationId == "completePicture")
            body!.Examples = Completions.ToDictionary(e => e.Name, e => (IOpenApiExample)new OpenApiExample { Summary = e.Summary, Value = JsonNode.Parse(e.Value) });
        else if (Examples.TryGetValue(operation.OperationId ?? "", out string? example))
            body!.Example = JsonNode.Parse(example);
        return Task.CompletedTask;
    }
}
