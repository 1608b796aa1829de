using System.Net;
using System.Text;
using System.Text.Json;
using PixelGpt.IO;

namespace PixelGpt.Data.Sources.Hub;

/// <summary>Puts into words what the hub says in place of an answer, <c>{"error": "…"}</c>, and what a user can do about it.</summary>
internal static class HubRefusal
{
    /// <summary>An answer that is no success, in words; never with the token, were it repeated there.</summary>
    public static string Describe(HttpResponseMessage response, ReadOnlyMemory<byte> body, string? token)
    {
        string status = $"HTTP {(int)response.StatusCode} {response.ReasonPhrase}";
        string said = ErrorOf(body);
        string text = said.Length > 0 ? $"{status}, \"{said}\"" : status;
        return Excerpt.Of(Redact(text, token), 300);
    }

    /// <summary>A server's words without the token, were it repeated there.</summary>
    public static string Redact(string text, string? token) => token is null ? text : text.Replace(token, "(the token)", StringComparison.Ordinal);

    /// <summary>The error for an answer that another try would not change.</summary>
    public static PixelGptException Final(HttpStatusCode status, string what, string trouble, bool hadToken) => status switch
    {
        HttpStatusCode.NotFound => new InputException($"{what}: {trouble}; check the spelling of the name"),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new InputException(hadToken
            ? $"{what}: {trouble}; check the spelling of the name, that the token (HF_TOKEN) is valid and that its account may see the data set"
            : $"{what}: {trouble}; check the spelling of the name, or, for a private or gated data set, set HF_TOKEN to an access token"),
        _ => new FailureException($"{what}: {trouble}"),
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
            return body.Length < 300 ? Encoding.UTF8.GetString(body.Span).Trim() : ""; // a proxy's page would be noise
        }
    }
}
