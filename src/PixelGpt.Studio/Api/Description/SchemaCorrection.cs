using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using PixelGpt.Studio.Contracts;

namespace PixelGpt.Studio.Api.Description;

/// <summary>Corrects the schemas that ASP.NET Core derives from types where they differ from the JSON of the API.</summary>
internal static partial class SchemaCorrection
{
    /// <summary>Requests whose properties have default values. Those of constructor parameters are known without them.</summary>
    private static readonly Dictionary<Type, object> Defaults = new()
    {
        [typeof(CompletionBody)] = new CompletionBody { Model = "" },
        [typeof(VaryBody)] = new VaryBody(),
        [typeof(ImageBody)] = new ImageBody("", []),
        [typeof(StartRunBody)] = new StartRunBody { Dataset = "" },
    };

    /// <summary>Corrects a schema.</summary>
    public static Task ApplyAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        JsonTypeInfo type = context.JsonTypeInfo;
        if (schema.Description is { } description) schema.Description = Describe(description);
        if (schema.Enum is { Count: > 0 }) schema.Type ??= JsonSchemaType.String;

        // Generators of clients do not know uint64.
        if (schema.Format == "uint64") (schema.Format, schema.Minimum) = ("int64", "0");
        if (ErrorResponses.IsProblem(type.Type)) ErrorResponses.DescribeProblem(schema);
        else if (type.Kind == JsonTypeInfoKind.Object) RequireOnlyWritten(schema, type);
        if (context.JsonPropertyInfo is { } property) CorrectProperty(schema, property);
        return Task.CompletedTask;
    }

    /// <summary>Makes properties optional that may be null, because null is not written.</summary>
    private static void RequireOnlyWritten(OpenApiSchema schema, JsonTypeInfo type)
    {
        foreach (JsonPropertyInfo property in type.Properties.Where(p => Nullable.GetUnderlyingType(p.PropertyType) is not null || (!p.PropertyType.IsValueType && p.IsGetNullable)))
            schema.Required?.Remove(property.Name);
    }

    private static void CorrectProperty(OpenApiSchema schema, JsonPropertyInfo property)
    {
        // The keep of a variation is another property.
        if (property.Name == "keep" && property.DeclaringType != typeof(VaryBody)) schema.Deprecated = true;
        if (property.IsRequired || !Defaults.TryGetValue(property.DeclaringType, out object? defaults)) return;
        if (property.Get?.Invoke(defaults) is { } value) schema.Default = JsonSerializer.SerializeToNode(value, property.Options.GetTypeInfo(property.PropertyType));
    }

    /// <summary>Writes names of properties as in JSON instead of as in C#, and removes line breaks and references to types.</summary>
    private static string Describe(string text) =>
        MemberName().Replace(TypeReference().Replace(text.ReplaceLineEndings(" "), ""), match => $"`{JsonNamingPolicy.SnakeCaseLower.ConvertName(match.Groups[1].Value)}`");

    /// <summary>Matches the name of a property as ASP.NET Core writes it, such as <c>bool RunBody.CanExtend</c>.</summary>
    [GeneratedRegex(@"\b[A-Za-z]+\?? [A-Z][A-Za-z]+\.([A-Z][A-Za-z0-9]+)")]
    private static partial Regex MemberName();

    [GeneratedRegex(", see [A-Z][A-Za-z]+(?=[.;])")]
    private static partial Regex TypeReference();
}
