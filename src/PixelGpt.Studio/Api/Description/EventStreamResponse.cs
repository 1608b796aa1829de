using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace PixelGpt.Studio.Api.Description;

/// <summary>
/// Describes responses that are server-sent events, as a list with one schema per kind of event. The JSON of an event is the content of
/// its <c>data</c>, in the way that later versions of OpenAPI describe such streams.
/// </summary>
internal static class EventStreamResponse
{
    private const string MediaType = "text/event-stream";

    /// <summary>The schema of the type with which ASP.NET Core writes events.</summary>
    private const string FrameworkSchema = "SseItemOfstring";

    /// <summary>Describes the events of an endpoint.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="description">The order of the events.</param>
    /// <param name="events">The kinds of events: name, type of the data (null for an empty object) and meaning.</param>
    public static TBuilder ProducesEvents<TBuilder>(this TBuilder endpoint, string description, params (string Name, Type? Data, string Meaning)[] events)
        where TBuilder : IEndpointConventionBuilder => endpoint.AddOpenApiOperationTransformer(async (operation, context, cancellationToken) =>
        {
            var kinds = new List<IOpenApiSchema>();
            foreach ((string name, Type? type, string meaning) in events) kinds.Add(Event(name, await DataAsync(type, context, cancellationToken), meaning));
            var response = (OpenApiResponse)operation.Responses!["200"];
            response.Content ??= new Dictionary<string, OpenApiMediaType>();
            response.Content[MediaType] = new OpenApiMediaType
            {
                Schema = new OpenApiSchema { Type = JsonSchemaType.Array, Description = description, Items = new OpenApiSchema { OneOf = kinds } },
            };
        });

    /// <summary>Removes the schema that ASP.NET Core adds for endpoints that return events.</summary>
    public static void RemoveFrameworkSchema(OpenApiDocument document) => document.Components?.Schemas?.Remove(FrameworkSchema);

    private static OpenApiSchema Event(string name, IOpenApiSchema data, string meaning) => new()
    {
        Title = name,
        Description = meaning,
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "event", "data" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["event"] = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [JsonValue.Create(name)] },
            ["data"] = new OpenApiSchema { Type = JsonSchemaType.String, ContentMediaType = "application/json", ContentSchema = data },
        },
    };

    private static async Task<IOpenApiSchema> DataAsync(Type? type, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (type is null) return new OpenApiSchema { Type = JsonSchemaType.Object };
        OpenApiSchema schema = await context.GetOrCreateSchemaAsync(type, null, cancellationToken);
        context.Document!.AddComponent<IOpenApiSchema>(type.Name, schema);
        return new OpenApiSchemaReference(type.Name, context.Document);
    }
}
