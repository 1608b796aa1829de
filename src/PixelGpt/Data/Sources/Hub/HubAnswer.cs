namespace PixelGpt.Data.Sources.Hub;

/// <summary>What the hub said, byte for byte.</summary>
/// <param name="Body">The JSON as it came.</param>
/// <param name="Revision">The commit of the data set that it tells of (header <c>X-Revision</c>), where known.</param>
internal sealed record HubAnswer(ReadOnlyMemory<byte> Body, string? Revision)
{
    /// <summary>The commit that an answer names, if it has the form of one.</summary>
    public static string? RevisionOf(HttpResponseMessage response)
    {
        string? revision = response.Headers.TryGetValues("X-Revision", out IEnumerable<string>? values) ? values.First() : null;
        return revision is { Length: > 0 and <= 64 } && revision.All(char.IsAsciiLetterOrDigit) ? revision : null;
    }
}
