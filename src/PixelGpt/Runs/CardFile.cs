using PixelGpt.IO;

namespace PixelGpt.Runs;

/// <summary>
/// Writes a card, <c>README.md</c>, that people may edit. Its last line is a comment with the SHA-256 of the text above. A file without
/// this line, or with another text, was written or edited by the user and is not replaced.
/// </summary>
internal static class CardFile
{
    private const int MaxFileBytes = 1 << 22;
    private const string Mark = "<!-- Written by PixelGpt, which updates this file unless it is edited. SHA-256 of the text above: ";
    private const string End = " -->\n";

    /// <summary>Writes a card unless the user has written or edited the file.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="text">The text, which ends with a line break.</param>
    /// <returns>Whether the file now has the text.</returns>
    /// <exception cref="FailureException">The file could not be read or written.</exception>
    public static bool Write(string path, string text)
    {
        if (File.Exists(path) && !IsOwn(path)) return false;
        AtomicFile.WriteAllText(path, $"{text}{Mark}{SumOf(text)}{End}");
        return true;
    }

    private static bool IsOwn(string path)
    {
        try
        {
            // Git may have changed the line ends.
            string text = InputFile.ReadAllText(path, MaxFileBytes, "a card").ReplaceLineEndings("\n");
            int mark = text.LastIndexOf(Mark, StringComparison.Ordinal);
            return mark >= 0 && text[mark..] == $"{Mark}{SumOf(text[..mark])}{End}";
        }
        catch (InputException)
        {
            return false; // too large to be a card of this program
        }
    }

    private static string SumOf(string text) => InputFile.Sha256(System.Text.Encoding.UTF8.GetBytes(text));
}
