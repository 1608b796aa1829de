using System.Text.Json;
using System.Text.Json.Nodes;

namespace PixelGpt.Tests.Studio.OpenApi;

/// <summary>Checks JSON against the schemas of an OpenAPI document. Properties without a schema are errors.</summary>
internal sealed class SchemaCheck(JsonObject document)
{
    /// <summary>Returns what does not match.</summary>
    public IReadOnlyList<string> Errors(JsonNode? value, JsonNode schema) => [.. Check(value, schema, "$")];

    private IEnumerable<string> Check(JsonNode? value, JsonNode schema, string at)
    {
        if ((string?)schema["$ref"] is { } reference) return Check(value, document["components"]!["schemas"]![reference.Split('/')[^1]]!, at);
        if (schema["oneOf"] is JsonArray choices) return choices.Any(choice => !Check(value, choice!, at).Any()) ? [] : choices.SelectMany(choice => Check(value, choice!, at));
        string[] types = schema["type"] is JsonArray several ? [.. several.Select(t => (string)t!)] : [(string)schema["type"]!];
        string actual = TypeOf(value);
        if (!types.Contains(actual) && !(actual == "integer" && types.Contains("number"))) return [$"{at} is {actual} instead of {string.Join(" or ", types)}"];
        if (schema["enum"] is JsonArray allowed && !allowed.Any(a => JsonNode.DeepEquals(a, value))) return [$"{at} is {value}"];
        return value switch
        {
            JsonArray array => array.SelectMany((item, i) => Check(item, schema["items"]!, $"{at}[{i}]")),
            JsonObject item => CheckProperties(item, schema, at),
            _ => [],
        };
    }

    private IEnumerable<string> CheckProperties(JsonObject value, JsonNode schema, string at)
    {
        foreach (string name in (schema["required"]?.AsArray() ?? []).Select(r => (string)r!).Where(name => !value.ContainsKey(name))) yield return $"{at} has no {name}";
        foreach ((string name, JsonNode? property) in value)
        {
            JsonNode? described = schema["properties"]?[name] ?? schema["additionalProperties"] as JsonObject;
            if (described is null) yield return $"{at}.{name} is not described";
            else
            {
                foreach (string error in Check(property, described, $"{at}.{name}")) yield return error;
            }
        }
    }

    private static string TypeOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.ToJsonString().AsSpan().ContainsAny('.', 'e', 'E') ? "number" : "integer",
        _ => "boolean",
    };
}
