using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace PixelGpt.Studio.Contracts;

/// <summary>JSON serialization of the API. Unknown property names are errors, so that a misspelt option is not silently ignored.</summary>
[JsonSerializable(typeof(CompletionBody))]
[JsonSerializable(typeof(CompletionsBody))]
[JsonSerializable(typeof(BatchBody))]
[JsonSerializable(typeof(BatchResultBody))]
[JsonSerializable(typeof(CompletionStartBody))]
[JsonSerializable(typeof(CompletionPixelBody))]
[JsonSerializable(typeof(CompletionDoneBody))]
[JsonSerializable(typeof(ModelPictureBody))]
[JsonSerializable(typeof(ExportBody))]
[JsonSerializable(typeof(ProbabilitiesBody))]
[JsonSerializable(typeof(ImageBody))]
[JsonSerializable(typeof(PictureFileBody))]
[JsonSerializable(typeof(PictureFactsBody))]
[JsonSerializable(typeof(PaletteFileBody))]
[JsonSerializable(typeof(PaletteBody))]
[JsonSerializable(typeof(ImportedBody))]
[JsonSerializable(typeof(SamplesBody))]
[JsonSerializable(typeof(ModelsBody))]
[JsonSerializable(typeof(DatasetsBody))]
[JsonSerializable(typeof(UploadBody))]
[JsonSerializable(typeof(UploadPreviewBody))]
[JsonSerializable(typeof(TrashListBody))]
[JsonSerializable(typeof(RenameBody))]
[JsonSerializable(typeof(InfoBody))]
[JsonSerializable(typeof(RunsBody))]
[JsonSerializable(typeof(RunDetailsBody))]
[JsonSerializable(typeof(StartRunBody))]
[JsonSerializable(typeof(ResumeRunBody))]
[JsonSerializable(typeof(RunStepBody))]
[JsonSerializable(typeof(RunSamplesBody))]
[JsonSerializable(typeof(RunEndBody))]
[JsonSerializable(typeof(EditorRequest))]
[JsonSerializable(typeof(EditorReply))]
[JsonSerializable(typeof(WatchedBody))]
[JsonSerializable(typeof(ProblemDetails))]
internal sealed partial class StudioJson : JsonSerializerContext
{
    /// <summary>A serializer context with the options of the API, for JSON that is not written by ASP.NET Core.</summary>
    public static StudioJson Api { get; } = new(Configure(new JsonSerializerOptions()));

    /// <summary>Sets the options of the API.</summary>
    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.NumberHandling = JsonNumberHandling.Strict;

        // The JSON of Aseprite scripts has its properties in alphabetical order, so 'type' is the last one.
        options.AllowOutOfOrderMetadataProperties = true;

        // The relaxed encoder is safe because the JSON is never embedded in HTML.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        return options;
    }
}
