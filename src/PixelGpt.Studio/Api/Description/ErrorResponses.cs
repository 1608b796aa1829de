using Microsoft.OpenApi;

namespace PixelGpt.Studio.Api.Description;

/// <summary>The error responses, which all operations share. Each has problem details.</summary>
internal static class ErrorResponses
{
    /// <summary>The key of the response for all statuses that an operation does not list.</summary>
    public const string Other = "default";

    private const string ProblemType = "application/problem+json";
    private const string ProblemSchema = "ProblemDetails";

    private static readonly (string Status, string Name, string Description)[] All =
    [
        ("400", "BadRequest", "The request is invalid. The detail names the value, what is allowed and what was sent."),
        ("401", "Unauthorized", "The studio requires an API key, and the request has none or a wrong one."),
        ("403", "Forbidden", "The API key lacks the role that the request needs, the studio is read-only, the Host header does not name the studio, or the request comes from a page of another site."),
        ("404", "NotFound", "There is no resource with this id, or no model, data set or run that the request names."),
        ("409", "Conflict", "The request does not fit the state of the resource: a name is taken, or a run is in use or not in use."),
        ("413", "ContentTooLarge", "The request body is too large. The detail has the limit."),
        ("415", "UnsupportedMediaType", "The request body is not JSON with 'Content-Type: application/json'."),
        ("429", "TooManyRequests", "The queue is full, or there were too many requests with a wrong API key. Try again later."),
        ("503", "ServiceUnavailable", "The studio is closing, the time limit was exceeded, or files cannot be read at the moment."),
        (Other, "OtherProblem", "Any other problem, such as an internal error (500)."),
    ];

    /// <summary>Returns the shared response of a status.</summary>
    public static IOpenApiResponse Of(string status, OpenApiDocument document) => new OpenApiResponseReference(All.First(e => e.Status == status).Name, document);

    /// <summary>Adds the shared responses to the document.</summary>
    public static void AddTo(OpenApiDocument document)
    {
        foreach ((string status, string name, string description) in All)
        {
            document.AddComponent<IOpenApiResponse>(name, new OpenApiResponse
            {
                Description = description,
                Headers = HeadersOf(status),
                Content = new Dictionary<string, OpenApiMediaType> { [ProblemType] = new() { Schema = new OpenApiSchemaReference(ProblemSchema, document) } },
            });
        }
    }

    /// <summary>Returns whether a schema is that of problem details.</summary>
    public static bool IsProblem(Type type) => type == typeof(Microsoft.AspNetCore.Mvc.ProblemDetails);

    /// <summary>Describes the properties of problem details. <see cref="ProblemDetailsMapper"/> sets four of them, and <see cref="ProblemMiddleware"/> the id of the request.</summary>
    public static void DescribeProblem(OpenApiSchema schema)
    {
        schema.Description = "What is wrong with a request (RFC 9457).";
        schema.Required = new HashSet<string> { "type", "title", "status", "detail" };
        schema.Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The address of a description of the status." },
            ["title"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The standard title of the status." },
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Description = "The HTTP status code." },
            ["detail"] = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Description = "What is wrong and how to fix it, in one line.",

                // Kiota makes it the message of the exception.
                Extensions = new Dictionary<string, IOpenApiExtension> { ["x-ms-primary-error-message"] = new JsonNodeExtension(true) },
            },
            ["request_id"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The id of the request, which is also in the header X-Request-Id and in the log; absent in the problems of a batch and of a stream." },
        };
    }

    private static Dictionary<string, IOpenApiHeader>? HeadersOf(string status) => status switch
    {
        "401" => new() { ["WWW-Authenticate"] = Header("Bearer.", JsonSchemaType.String) },
        "429" or "503" => new() { ["Retry-After"] = Header("The number of seconds after which the request may succeed.", JsonSchemaType.Integer) },
        _ => null,
    };

    private static OpenApiHeader Header(string description, JsonSchemaType type) => new() { Description = description, Schema = new OpenApiSchema { Type = type } };
}
