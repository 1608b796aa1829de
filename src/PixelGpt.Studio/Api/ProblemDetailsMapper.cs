using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using PixelGpt.Generation.Batching;
using PixelGpt.Studio.Contracts;

namespace PixelGpt.Studio.Api;

/// <summary>Converts exceptions to problem details (RFC 9457). The detail is one line that says what is wrong and how to fix it.</summary>
internal static partial class ProblemDetailsMapper
{
    /// <summary>Converts an exception.</summary>
    public static ProblemDetails FromException(Exception exception) => exception switch
    {
        ApiException api => Create(api.Status, api.Message),
        InputException input => Create(StatusCodes.Status400BadRequest, OptionName().Replace(input.Message, name => name.Value.Replace('-', '_'))),
        QueueFullException full => Create(StatusCodes.Status429TooManyRequests, full.Message),
        BadHttpRequestException { InnerException: JsonException json } => Create(StatusCodes.Status400BadRequest, Describe(json, "/openapi/v1.json describes the requests")),
        BadHttpRequestException bad => Create(bad.StatusCode, Describe(bad)),
        TimeoutException => Create(StatusCodes.Status503ServiceUnavailable, exception.Message),
        OperationCanceledException or ObjectDisposedException => Create(StatusCodes.Status503ServiceUnavailable, "the studio is closing, or the model's files have changed; try again"),
        FailureException failure => Create(StatusCodes.Status500InternalServerError, failure.Message),
        _ => Create(StatusCodes.Status500InternalServerError, "internal error; the studio's console output has the details"),
    };

    /// <summary>Converts an exception about a WebSocket message.</summary>
    public static ProblemDetails FromMessage(JsonException exception) => Create(StatusCodes.Status400BadRequest, Describe(exception, "docs/http-api.md describes the messages"));

    /// <summary>Creates problem details with the standard title of the status.</summary>
    public static ProblemDetails Create(int status, string detail) =>
        new() { Status = status, Title = ReasonPhrases.GetReasonPhrase(status), Detail = detail, Type = $"https://httpstatuses.io/{status}" };

    /// <summary>Removes C# declarations from the messages of ASP.NET Core about parameters and bodies.</summary>
    private static string Describe(BadHttpRequestException e)
    {
        if (InvalidParameter().Match(e.Message) is { Success: true } invalid)
            return $"invalid value '{Excerpt.Of(invalid.Groups[2].Value)}' of the parameter '{invalid.Groups[1]}'; /openapi/v1.json describes the parameters";
        if (MissingParameter().Match(e.Message) is { Success: true } missing)
            return $"the parameter '{missing.Groups[1]}' is required; /openapi/v1.json describes the parameters";
        return e.Message.Contains("no body was provided", StringComparison.Ordinal) ? "the request body is missing; /openapi/v1.json describes the requests" : e.Message;
    }

    private static string Describe(JsonException e, string help)
    {
        string path = e.Path is { Length: > 1 } ? $" at {Excerpt.Of(e.Path, 80)}" : "";
        string line = e.LineNumber is { } number ? $" (line {number + 1}, byte {e.BytePositionInLine + 1})" : "";
        return $"invalid JSON{path}{line}: {ReasonOf(e.Message)}; {help}";
    }

    /// <summary>Removes names of .NET types from the messages of the JSON serializer.</summary>
    private static string ReasonOf(string message)
    {
        if (UnknownProperty().Match(message) is { Success: true } unknown) return $"unknown property '{Excerpt.Of(unknown.Groups[1].Value)}'";
        if (MissingProperties().Match(message) is { Success: true } missing) return $"missing required properties: {missing.Groups[1]}";
        if (DuplicateProperty().Match(message) is { Success: true } duplicate) return $"the property '{Excerpt.Of(duplicate.Groups[1].Value)}' occurs twice";
        if (NullValue().IsMatch(message)) return "the value must not be null";
        if (message.Contains("could not be converted to System.Byte[]", StringComparison.Ordinal)) return "the value must be a base64 string";
        if (message.Contains("could not be converted to", StringComparison.Ordinal)) return "the value has the wrong type or is out of range";
        return message.Split(". Path:")[0].Split(" Path:")[0].TrimEnd('.');
    }

    /// <summary>Matches the name of an option at the start of a message of the library, which writes names with hyphens as on the command line.</summary>
    [GeneratedRegex("^[a-z]+(-[a-z]+)+(?= must )")]
    private static partial Regex OptionName();

    [GeneratedRegex("parameter \"[^\"]* ([^\"]*)\" from \"(.*)\"", RegexOptions.Singleline)]
    private static partial Regex InvalidParameter();

    [GeneratedRegex("parameter \"[^\"]* ([^\"]*)\" was not provided")]
    private static partial Regex MissingParameter();

    [GeneratedRegex("property '(.*?)' could not be mapped", RegexOptions.Singleline)]
    private static partial Regex UnknownProperty();

    [GeneratedRegex("[Dd]uplicate property '(.*?)'", RegexOptions.Singleline)]
    private static partial Regex DuplicateProperty();

    [GeneratedRegex("on type .* null values")]
    private static partial Regex NullValue();

    [GeneratedRegex(@"missing required properties including: (.*?)\.( Path:|$)")]
    private static partial Regex MissingProperties();
}
