using System.Text;
using PixelGpt.IO;

namespace PixelGpt.Data.Sources.Hub;

/// <summary>
/// The cached responses for one data set: one file per response, as received, and a file <c>.sha256</c> in the format of
/// <c>sha256sum</c>, which is written last. A response without a matching checksum is incomplete or damaged and is treated as
/// missing.
/// </summary>
internal sealed class HubCache(string folder, int maxBytes)
{
    private const int MaxSumBytes = 1 << 12;
    private const string RevisionMark = "# revision ";

    /// <summary>The folder of the cache. If it is deleted, all responses are requested again.</summary>
    public string Folder { get; } = folder;

    /// <summary>Returns an intact response, or null.</summary>
    /// <exception cref="FailureException">The response exists but cannot be read.</exception>
    public HubResponse? Read(string name)
    {
        string path = Path.Combine(Folder, name);
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.Length > maxBytes || !File.Exists(SumPath(path))) return null;
            string[] sum = InputFile.ReadAllText(SumPath(path), MaxSumBytes, "a checksum").Split('\n', StringSplitOptions.RemoveEmptyEntries);
            byte[] body = InputFile.ReadAllBytes(path, maxBytes, "a response of the hub");
            if (sum.Length == 0 || sum[^1] != SumLine(name, body)) return null;
            string? revision = sum[0].StartsWith(RevisionMark, StringComparison.Ordinal) ? sum[0][RevisionMark.Length..] : null;
            return new HubResponse(body, revision);
        }
        catch (InputException)
        {
            return null;
        }
    }

    /// <summary>Stores a response.</summary>
    /// <exception cref="FailureException">The file cannot be written.</exception>
    public void Write(string name, HubResponse response)
    {
        string path = Path.Combine(Folder, name);
        var sum = new StringBuilder();
        if (response.Revision is not null) sum.Append(RevisionMark).Append(response.Revision).Append('\n');
        sum.Append(SumLine(name, response.Body.Span)).Append('\n');
        AtomicFile.WriteAllBytes(path, response.Body);
        AtomicFile.WriteAllText(SumPath(path), sum.ToString());
    }

    /// <summary>Returns whether a downloaded file is in the cache, undamaged.</summary>
    /// <exception cref="FailureException">The file exists but cannot be read.</exception>
    public bool HasFile(string name)
    {
        string path = Path.Combine(Folder, name);
        return File.Exists(path) && File.Exists(SumPath(path)) && InputFile.ReadAllText(SumPath(path), MaxSumBytes, "a checksum") == SumLine(InputFile.Sha256(path), name) + "\n";
    }

    /// <summary>Writes the checksum of a downloaded file, which completes it.</summary>
    /// <exception cref="FailureException">The file cannot be read or written.</exception>
    public void AddFile(string name)
    {
        string path = Path.Combine(Folder, name);
        AtomicFile.WriteAllText(SumPath(path), SumLine(InputFile.Sha256(path), name) + "\n");
    }

    private static string SumPath(string path) => $"{path}.sha256";

    private static string SumLine(string name, ReadOnlySpan<byte> body) => SumLine(InputFile.Sha256(body), name);

    private static string SumLine(string sum, string name) => $"{sum}  {name}";
}
