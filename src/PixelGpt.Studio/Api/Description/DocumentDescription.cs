using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace PixelGpt.Studio.Api.Description;

/// <summary>Describes the API as a whole: title, licence, server, tags, access and shared responses.</summary>
internal static class DocumentDescription
{
    private const string ApiKey = "ApiKey";
    private const string Bearer = "Bearer";

    private static readonly Dictionary<string, string> Tags = new()
    {
        ["Models"] = "The models in the models folder, and the built-in model.",
        ["Completions"] = "Pictures that a model completes, or of which it draws any part.",
        ["Probabilities"] = "What a model expects at each pixel of a picture.",
        ["Images"] = "Picture files, converted to palette indices and back.",
        ["Palettes"] = "Palette files.",
        ["Data sets"] = "The pictures to train on.",
        ["Runs"] = "Training runs, their evaluations and reports.",
        ["Trash"] = "Deleted models, runs and data sets, which can be restored for a week.",
        ["Info"] = "The version, and the limits of requests.",
        ["Editor"] = "Folders where paint programs save pictures. The WebSocket `/api/v1/editor` for paint programs is described in docs/http-api.md.",
    };

    /// <summary>Completes the document.</summary>
    public static Task ApplyAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "PixelGpt",
            Version = "v1",
            Description = "Completes pixel art with transformer models, and trains such models. Pixels are palette indices in raster order. "
                + "Properties whose value is null are left out of responses. Unknown properties of a request are errors; responses may get new properties. "
                + "Errors are problem details (RFC 9457).",
            License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
        };
        foreach (OpenApiServer server in document.Servers ?? []) (server.Url, server.Description) = (server.Url?.TrimEnd('/'), "The studio that sent this document.");
        foreach (OpenApiTag tag in document.Tags ?? new HashSet<OpenApiTag>()) tag.Description = Tags.GetValueOrDefault(tag.Name!);
        AddSecurity(document);
        ErrorResponses.AddTo(document);
        EventStreamResponse.RemoveFrameworkSchema(document);
        AllowNewProperties(document);
        DescribeNullable(document);
        return Task.CompletedTask;
    }

    private static void AddSecurity(OpenApiDocument document)
    {
        document.AddComponent<IOpenApiSecurityScheme>(ApiKey, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = "X-Api-Key",
            Description = "The API key of the studio, if it has one.",
        });
        document.AddComponent<IOpenApiSecurityScheme>(Bearer, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "The API key of the studio, if it has one, instead of the header X-Api-Key.",
        });

        // The empty requirement stands for a studio without an API key.
        document.Security = [new(), Requirement(ApiKey), Requirement(Bearer)];
        OpenApiSecurityRequirement Requirement(string name) => new() { [new OpenApiSecuritySchemeReference(name, document)] = [] };
    }

    /// <summary>Allows unknown properties in schemas of responses only, so that clients work with later versions of the studio.</summary>
    private static void AllowNewProperties(OpenApiDocument document)
    {
        var sent = new HashSet<string>();
        foreach (OpenApiOperation operation in document.Paths.Values.SelectMany(path => path.Operations?.Values.AsEnumerable() ?? []))
        {
            foreach (OpenApiMediaType body in operation.RequestBody?.Content?.Values.AsEnumerable() ?? []) AddReferences(body.Schema, sent);
        }

        foreach ((string name, IOpenApiSchema schema) in document.Components!.Schemas!)
        {
            if (schema is OpenApiSchema own && !sent.Contains(name)) own.AdditionalPropertiesAllowed = true;
        }
    }

    /// <summary>Moves the descriptions of properties that may be null to where generators of clients look for them.</summary>
    private static void DescribeNullable(OpenApiDocument document)
    {
        foreach (OpenApiSchema property in document.Components!.Schemas!.Values.SelectMany(s => s.Properties?.Values.AsEnumerable() ?? []).OfType<OpenApiSchema>())
        {
            if (property.OneOf?.OfType<OpenApiSchemaReference>().SingleOrDefault() is not { } reference) continue;
            property.Description = reference.Reference.Description;
            reference.Reference.Description = null;
        }
    }

    private static void AddReferences(IOpenApiSchema? schema, HashSet<string> names)
    {
        if (schema is null || (schema is OpenApiSchemaReference reference && !names.Add(reference.Reference.Id!))) return;
        foreach (IOpenApiSchema part in (IEnumerable<IOpenApiSchema>)[.. schema.Properties?.Values ?? [], .. schema.OneOf ?? [], .. schema.AnyOf ?? []]) AddReferences(part, names);
        AddReferences(schema.Items, names);
    }
}
