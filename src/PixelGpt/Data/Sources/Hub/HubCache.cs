using System.Security.Cryptography;
using System.Text;
using PixelGpt.IO;

namespace PixelGpt.Data.Sources.Hub;

/// <summary>
/// The answers of the hub for one data set, each a file as received and beside it a file <c>.sha256</c> in the form of
/// <c>sha256sum</c>, written last: an answer without its sum, or that does not match it, was never wholly written or
/// has been damaged, and counts as absent.
/// </summary>
internal sealed class HubCache(string folder, int maxBytes)
{
    private const int MaxSumBytes = 1 << 12;
    private const string RevisionMark = "# revision ";

    /// <summary>Where the answers are; to delete it is to ask for all of them again.</summary>
    public string Folder { get; } = folder;

    /// <summary>A sound answer, or null.</summary>
    /// <exception cref="FailureException">It is there but could not be read.</exception>
    public HubAnswer? Read(string name)
    {
        string path = Path.Combine(Folder, name);
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.Length > maxBytes || !File.Exists(SumPath(path))) return null;
            string[] sum = InputFile.ReadAllText(SumPath(path), MaxSumBytes, "a checksum").Split('\n', StringSplitOptions.RemoveEmptyEntries);
            byte[] body = InputFile.ReadAllBytes(path, maxBytes, "an answer of the hub");
            if (sum.Length == 0 || sum[^1] != SumLine(name, body)) return null;
            string? revision = sum[0].StartsWith(RevisionMark, StringComparison.Ordinal) ? sum[0][RevisionMark.Length..] : null;
            return new HubAnswer(body, revision);
        }
        catch (InputException)
        {
            return null;
        }
    }

    /// <summary>Keeps an answer.</summary>
    /// <exception cref="FailureException">It could not be written.</exception>
    public void Write(string name, HubAnswer answer)
    {
        string path = Path.Combine(Folder, name);
        var sum = new StringBuilder();
        if (answer.Revision is not null) sum.Append(RevisionMark).Append(answer.Revision).Append('\n');
        sum.Append(SumLine(name, answer.Body.Span)).Append('\n');
        AtomicFile.WriteAllBytes(path, answer.Body);
        AtomicFile.WriteAllText(SumPath(path), sum.ToString());
    }

    private static string SumPath(string path) => $"{path}.sha256";

    private static string SumLine(string name, ReadOnlySpan<byte> body) => $"{Convert.ToHexStringLower(SHA256.HashData(body))}  {name}";
}
