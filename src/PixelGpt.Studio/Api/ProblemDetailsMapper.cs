using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using PixelGpt.Generation.Batching;
using PixelGpt.IO;
using PixelGpt.Studio.Contracts;
using PixelGpt.Studio.Models;

namespace PixelGpt.Studio.Api;

/// <summary>Converts exceptions to problem details (RFC 9457). The detail is one line that says what is wrong and how to fix it.</summary>
internal static partial class ProblemDetailsMapper
{
    /// <summary>The detail for request bodies that are not JSON.</summary>
    public const string NotJson = "the request body must be JSON with 'Content-Type: application/json'";

    /// <summary>Converts an exception.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="folders">The models folder, relative to which paths in the message are given; null to give only the names of files.</param>
    public static ProblemDetails FromException(Exception exception, ModelFolders? folders = null) => exception switch
    {
        ApiException api => Create(api.Status, api.Message),
        InputException => Create(StatusCodes.Status400BadRequest, OptionName().Replace(Text(exception, folders), name => name.Value.Replace('-', '_'))),
        QueueFullException full => Create(StatusCodes.Status429TooManyRequests, full.Message),
        BadHttpRequestException { InnerException: JsonException json } => Create(StatusCodes.Status400BadRequest, Describe(json, "/openapi/v1.json describes the requests")),
        BadHttpRequestException bad => Create(bad.StatusCode, Describe(bad)),
        TimeoutException => Create(StatusCodes.Status503ServiceUnavailable, exception.Message),
        OperationCanceledException or ObjectDisposedException => Create(StatusCodes.Status503ServiceUnavailable, "the studio is closing, or the model's files have changed; try again"),
        FailureException => Create(StatusCodes.Status500InternalServerError, Text(exception, folders)),
        _ => Create(StatusCodes.Status500InternalServerError, ClientMessage.Internal),
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
        if (e.StatusCode == StatusCodes.Status415UnsupportedMediaType) return NotJson;
        if (e.Message.Contains("no body was provided", StringComparison.Ordinal)) return "the request body is missing; /openapi/v1.json describes the requests";
        return e.Message.Contains("parameter \"", StringComparison.Ordinal) ? "the request body could not be read; send JSON in UTF-8, as described by /openapi/v1.json" : e.Message;
    }

    private static string Text(Exception e, ModelFolders? folders) => folders?.WithoutRoot(e.Message) ?? ClientMessage.WithoutFolders(e.Message);

    private static string Describe(JsonException e, string help) => $"invalid JSON{JsonFault.Place(e)}: {JsonFault.Reason(e)}; {help}";

    /// <summary>Matches the name of an option at the start of a message of the library, which writes names with hyphens as on the command line.</summary>
    [GeneratedRegex("^[a-z]+(-[a-z]+)+(?= must )")]
    private static partial Regex OptionName();

    [GeneratedRegex("parameter \"[^\"]* ([^\"]*)\" from \"(.*)\"", RegexOptions.Singleline)]
    private static partial Regex InvalidParameter();

    [GeneratedRegex("parameter \"[^\"]* ([^\"]*)\" was not provided")]
    private static partial Regex MissingParameter();
}
