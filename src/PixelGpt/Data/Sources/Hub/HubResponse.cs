namespace PixelGpt.Data.Sources.Hub;

/// <summary>A response of the dataset viewer, unchanged.</summary>
/// <param name="Body">The JSON as received.</param>
/// <param name="Revision">Commit of the data set (header <c>X-Revision</c>); null if unknown.</param>
internal sealed record HubResponse(ReadOnlyMemory<byte> Body, string? Revision)
{
    /// <summary>Returns the commit stated in a response, or null if there is none or it is malformed.</summary>
    public static string? RevisionOf(HttpResponseMessage response)
    {
        string? revision = response.Headers.TryGetValues("X-Revision", out IEnumerable<string>? values) ? values.First() : null;
        return revision is { Length: > 0 and <= 64 } && revision.All(char.IsAsciiLetterOrDigit) ? revision : null;
    }
}
