using System.Net;
using System.Text;
using System.Text.Json;
using PixelGpt.IO;

namespace PixelGpt.Data.Sources.Hub;

/// <summary>Converts error responses of the hub (<c>{"error": "…"}</c>) to messages for the user.</summary>
internal static class HubErrors
{
    /// <summary>Describes an error response without revealing the token.</summary>
    public static string Describe(HttpResponseMessage response, ReadOnlyMemory<byte> body, string? token)
    {
        string status = $"HTTP {(int)response.StatusCode} {response.ReasonPhrase}";
        string detail = ErrorOf(body);
        string text = detail.Length > 0 ? $"{status}, \"{detail}\"" : status;
        return Excerpt.Of(Redact(text, token), 300);
    }

    /// <summary>Removes the token from a server's message.</summary>
    public static string Redact(string text, string? token) => token is null ? text : text.Replace(token, "(the token)", StringComparison.Ordinal);

    /// <summary>Creates the exception for an error that a retry would not change.</summary>
    public static PixelGptException Final(HttpStatusCode status, string what, string problem, bool hadToken) => status switch
    {
        HttpStatusCode.NotFound => new InputException($"{what}: {problem}; check the spelling of the name"),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new InputException(hadToken
            ? $"{what}: {problem}; check the spelling of the name, that the token (HF_TOKEN) is valid and that its account has access to the data set"
            : $"{what}: {problem}; check the spelling of the name, or, for a private or gated data set, set HF_TOKEN to an access token"),
        _ => new FailureException($"{what}: {problem}"),
    };

    private static string ErrorOf(ReadOnlyMemory<byte> body)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(body, InputJson.Strict);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("error", out JsonElement error) && error.ValueKind == JsonValueKind.String
                    ? error.GetString()!
                    : "";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return body.Length < 300 ? Encoding.UTF8.GetString(body.Span).Trim() : ""; // long bodies are usually HTML pages of a proxy
        }
    }
}
