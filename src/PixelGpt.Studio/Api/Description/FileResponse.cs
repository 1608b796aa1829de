using Microsoft.AspNetCore.Builder;
using Microsoft.OpenApi;

namespace PixelGpt.Studio.Api.Description;

/// <summary>Describes responses that are files.</summary>
internal static class FileResponse
{
    /// <summary>Describes an endpoint that returns a file.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="description">What the file contains.</param>
    /// <param name="mediaTypes">The possible media types.</param>
    public static TBuilder ProducesFile<TBuilder>(this TBuilder endpoint, string description, params string[] mediaTypes)
        where TBuilder : IEndpointConventionBuilder => endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.Responses!["200"] = new OpenApiResponse { Description = description, Content = mediaTypes.ToDictionary(type => type, type => new OpenApiMediaType { Schema = SchemaOf(type) }) };
            return Task.CompletedTask;
        });

    private static OpenApiSchema SchemaOf(string mediaType) => new() { Type = JsonSchemaType.String, Format = mediaType.StartsWith("text/", StringComparison.Ordinal) ? null : "binary" };
}
