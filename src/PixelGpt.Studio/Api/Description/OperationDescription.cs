using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace PixelGpt.Studio.Api.Description;

/// <summary>Completes what ASP.NET Core derives from an endpoint: a short summary, parameters and the responses that all operations have.</summary>
internal static class OperationDescription
{
    private const string Separator = ". ";

    private static readonly Dictionary<(string Tag, string Name), string> Parameters = new()
    {
        [("Models", "id")] = "The model's id, which is the name of its folder, or `built-in`.",
        [("Models", "split")] = "The split of the data set: train, dev or test.",
        [("Models", "count")] = "The number of sprites, 1 to 96.",
        [("Models", "offset")] = "The number of sprites of the split to leave out before the first one.",
        [("Runs", "id")] = "The run's id, which is the name of its folder.",
        [("Runs", "ids")] = "The ids of 2 to 8 evaluated runs, separated by commas.",
        [("Data sets", "id")] = "The id of the data set.",
        [("Trash", "trash")] = "The id of the deleted item, which is the property `trash` of the list.",
    };

    private static readonly Dictionary<string, string> Success = new()
    {
        ["200"] = "Success.",
        ["201"] = "Created. The header Location has the path.",
        ["202"] = "Accepted. The header Location has the path of the run, whose state tells how it goes on.",
        ["204"] = "Success. The response has no content.",
    };

    /// <summary>Completes an operation.</summary>
    public static Task ApplyAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        // The documentation comment of a handler would replace the summary.
        operation.Summary = context.Description.ActionDescriptor.EndpointMetadata.OfType<IEndpointSummaryMetadata>().LastOrDefault()?.Summary;
        Shorten(operation);
        foreach (OpenApiParameter parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
            parameter.Description = operation.Tags!.Select(t => Parameters.GetValueOrDefault((t.Name!, parameter.Name!))).FirstOrDefault(d => d is not null);
        CompleteResponses(operation, context.Document!);
        return Task.CompletedTask;
    }

    /// <summary>Makes the first sentence the summary, and the others the description.</summary>
    private static void Shorten(OpenApiOperation operation)
    {
        string text = operation.Summary ?? "";
        int end = text.IndexOf(Separator, StringComparison.Ordinal);
        if (end >= 0) (operation.Summary, operation.Description) = (text[..end], text[(end + Separator.Length)..]);
        else operation.Summary = text.TrimEnd('.');
    }

    private static void CompleteResponses(OpenApiOperation operation, OpenApiDocument document)
    {
        OpenApiResponses given = operation.Responses ?? [];
        IEnumerable<string> errors = given.Keys.Where(IsError).Concat(["401", "403", ErrorResponses.Other]);
        if (operation.RequestBody is not null) errors = errors.Concat(["400", "413", "415"]);
        if (operation.Parameters?.Any(p => p.In == ParameterLocation.Query) == true) errors = errors.Append("400");
        operation.Responses = [];
        foreach ((string status, IOpenApiResponse response) in given.Where(r => !IsError(r.Key)))
        {
            if (response is OpenApiResponse own) Describe(own, status);
            operation.Responses[status] = response;
        }

        foreach (string status in errors.Distinct().Order(StringComparer.Ordinal)) operation.Responses[status] = ErrorResponses.Of(status, document);
    }

    private static void Describe(OpenApiResponse response, string status)
    {
        response.Description = Success.GetValueOrDefault(status, response.Description ?? "");
        if (status is "201" or "202")
            response.Headers = new Dictionary<string, IOpenApiHeader> { ["Location"] = new OpenApiHeader { Description = "The path of the resource.", Schema = new OpenApiSchema { Type = JsonSchemaType.String } } };
    }

    private static bool IsError(string status) => status[0] is '4' or '5';
}
