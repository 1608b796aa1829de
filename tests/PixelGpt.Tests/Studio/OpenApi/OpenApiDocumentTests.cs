using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PixelGpt.Tests.Studio.OpenApi;

/// <summary>Tests of the OpenAPI document besides those of its linter, <c>npm run lint:api</c>.</summary>
public sealed partial class OpenApiDocumentTests(DescribedStudio studio) : IClassFixture<DescribedStudio>
{
    private const string UpdateVariable = "PIXELGPT_UPDATE_OPENAPI";

    /// <summary>With the environment variable, the test writes the file instead.</summary>
    [Fact]
    public void The_checked_in_document_is_the_served_one()
    {
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1") File.WriteAllText(DescribedStudio.File, studio.Text);
        string[] checkedIn = File.Exists(DescribedStudio.File) ? File.ReadAllText(DescribedStudio.File).ReplaceLineEndings("\n").Split('\n') : [], served = studio.Text.Split('\n');
        int line = Enumerable.Range(0, Math.Max(checkedIn.Length, served.Length)).FirstOrDefault(i => checkedIn.ElementAtOrDefault(i) != served.ElementAtOrDefault(i), -1);
        Assert.True(line < 0, $"""
            docs/openapi.json differs from the document of the studio in line {line + 1}: '{checkedIn.ElementAtOrDefault(line)}' instead of '{served.ElementAtOrDefault(line)}'.
            Update it with: {UpdateVariable}=1 dotnet test tests/PixelGpt.Tests --filter {nameof(OpenApiDocumentTests)}
            """);
    }

    [Fact]
    public void Operations_have_ids_for_generated_clients_and_short_summaries()
    {
        string[] ids = [.. studio.Operations.Select(o => (string)o.Operation["operationId"]!)];
        Assert.All(ids, id => Assert.Matches("^[a-z]+[A-Z][A-Za-z]+$", id));
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(studio.Operations, o => Assert.DoesNotContain(". ", (string)o.Operation["summary"]!));
    }

    [Fact]
    public void Every_error_is_a_shared_response_with_problem_details()
    {
        JsonObject shared = studio.Document["components"]!["responses"]!.AsObject();
        foreach ((string method, string path, JsonObject operation) in studio.Operations)
        {
            KeyValuePair<string, JsonNode?>[] errors = [.. operation["responses"]!.AsObject().Where(r => !r.Key.StartsWith('2'))];
            Assert.All(errors, error => Assert.StartsWith("#/components/responses/", (string?)error.Value!["$ref"]));
            string[] expected = operation["requestBody"] is null ? ["401", "403", "default"] : ["400", "401", "403", "413", "415", "default"];
            Assert.True(!expected.Except(errors.Select(e => e.Key)).Any(), $"{method} {path} has only {string.Join(", ", errors.Select(e => e.Key))}");
        }

        Assert.All(shared, response => Assert.Equal("#/components/schemas/ProblemDetails", (string?)response.Value!["content"]!["application/problem+json"]!["schema"]!["$ref"]));
        Assert.NotNull(shared["TooManyRequests"]!["headers"]!["Retry-After"]);
    }

    [Theory]
    [InlineData("/api/v1/datasets/{id}/sheet.png", "get", "image/png")]
    [InlineData("/api/v1/runs/{id}/report.html", "get", "text/html")]
    [InlineData("/api/v1/runs/compare", "get", "text/html")]
    [InlineData("/api/v1/images/export", "post", "image/png, image/gif, image/apng, application/zip, application/octet-stream")]
    public void Files_have_their_media_types(string path, string method, string types)
    {
        JsonObject content = studio.Document["paths"]![path]![method]!["responses"]!["200"]!["content"]!.AsObject();
        Assert.Equal(types, string.Join(", ", content.Select(c => c.Key)));
    }

    [Theory]
    [InlineData("/api/v1/completions", "post", "start, pixel, completion, done, error")]
    [InlineData("/api/v1/runs/{id}/events", "get", "state, epoch, step, samples, ping, end")]
    public void The_events_of_a_stream_have_schemas(string path, string method, string names)
    {
        JsonNode schema = studio.Document["paths"]![path]![method]!["responses"]!["200"]!["content"]!["text/event-stream"]!["schema"]!;
        JsonObject[] events = [.. schema["items"]!["oneOf"]!.AsArray().Select(e => e!.AsObject())];
        Assert.Equal(names, string.Join(", ", events.Select(e => (string)e["properties"]!["event"]!["enum"]![0]!)));
        foreach (JsonObject item in events.Where(e => (string?)e["title"] != "ping"))
        {
            string reference = (string)item["properties"]!["data"]!["contentSchema"]!["$ref"]!;
            Assert.NotNull(studio.Document["components"]!["schemas"]![reference.Split('/')[^1]]);
        }
    }

    [Fact]
    public void Access_needs_no_key_or_one_of_two_headers()
    {
        JsonNode schemes = studio.Document["components"]!["securitySchemes"]!;
        Assert.Equal("X-Api-Key", (string?)schemes["ApiKey"]!["name"]);
        Assert.Equal("bearer", (string?)schemes["Bearer"]!["scheme"]);
        Assert.Equal(["", "ApiKey", "Bearer"], studio.Document["security"]!.AsArray().Select(r => string.Join(",", r!.AsObject().Select(s => s.Key))));
    }

    [Fact]
    public void Default_values_of_requests_are_listed()
    {
        JsonNode Property(string schema, string name) => studio.Document["components"]!["schemas"]![schema]!["properties"]![name]!;
        Assert.Equal(1, (int?)Property("CompletionBody", "num_return_sequences")["default"]);
        Assert.Equal("indices", (string?)Property("CompletionBody", "format")["default"]);
        Assert.Equal(0.5, (double?)Property("VaryBody", "strength")["default"]);
        Assert.Equal("nearest", (string?)Property("ImageBody", "filter")["default"]);
        Assert.Equal("png", (string?)Property("ExportBody", "format")["default"]);
        Assert.Null(Property("CompletionBody", "temperature")["default"]);
        Assert.Null(Property("VaryBody", "keep")["deprecated"]);
    }

    [Fact]
    public void Descriptions_have_no_names_of_the_implementation() =>
        Assert.DoesNotMatch(ImplementationName(), studio.Text);

    [GeneratedRegex(@"SseItem|\bsee [A-Z]\w+\b|\b(bool|double|int|string) [A-Z]\w+\.|settable")]
    private static partial Regex ImplementationName();
}
