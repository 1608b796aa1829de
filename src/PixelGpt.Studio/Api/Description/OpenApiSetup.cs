using Microsoft.Extensions.DependencyInjection;

namespace PixelGpt.Studio.Api.Description;

/// <summary>Adds the OpenAPI document, which ASP.NET Core derives from the endpoints and their types.</summary>
internal static class OpenApiSetup
{
    /// <summary>Adds the document to the services.</summary>
    public static void AddStudioOpenApi(this IServiceCollection services) => services.AddOpenApi("v1", openApi =>
    {
        openApi.AddSchemaTransformer(SchemaCorrection.ApplyAsync);
        openApi.AddOperationTransformer(OperationDescription.ApplyAsync);
        openApi.AddOperationTransformer(RequestExamples.ApplyAsync);
        openApi.AddDocumentTransformer(DocumentDescription.ApplyAsync);
    });
}
