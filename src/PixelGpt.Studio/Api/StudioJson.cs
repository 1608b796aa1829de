using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace PixelGpt.Studio.Api;

/// <summary>JSON of completions, models and pictures. Unknown names are refused: a misspelt option is never silently left out.</summary>
[JsonSerializable(typeof(CompletionBody))]
[JsonSerializable(typeof(CompletionsBody))]
[JsonSerializable(typeof(BatchBody))]
[JsonSerializable(typeof(BatchResultBody))]
[JsonSerializable(typeof(StreamStart))]
[JsonSerializable(typeof(StreamPixel))]
[JsonSerializable(typeof(StreamDone))]
[JsonSerializable(typeof(ModelPictureBody))]
[JsonSerializable(typeof(ProbabilitiesBody))]
[JsonSerializable(typeof(ImageBody))]
[JsonSerializable(typeof(ImportedBody))]
[JsonSerializable(typeof(SamplesBody))]
[JsonSerializable(typeof(ModelsBody))]
[JsonSerializable(typeof(ModelBody))]
[JsonSerializable(typeof(ProblemDetails))]
internal sealed partial class StudioJson : JsonSerializerContext
{
    /// <summary>As it goes over the wire.</summary>
    public static StudioJson Wire { get; } = new(Configured(new JsonSerializerOptions()));

    /// <summary>Sets how JSON is read and written.</summary>
    public static JsonSerializerOptions Configured(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.NumberHandling = JsonNumberHandling.Strict;

        // It is never put into HTML, and says so by its type.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        return options;
    }
}
