namespace PixelGpt.Data;

/// <summary>Foreign text made fit for an error of one line.</summary>
internal static class Excerpt
{
    /// <summary>The text without control characters, cut to <paramref name="length"/> characters.</summary>
    public static string Of(ReadOnlySpan<char> text, int length = 40)
    {
        bool cut = text.Length > length;
        char[] clean = text[..(cut ? length : text.Length)].ToArray();
        for (int i = 0; i < clean.Length; i++)
        {
            if (char.IsControl(clean[i])) clean[i] = ' ';
        }

        return cut ? $"{new string(clean)}…" : new string(clean);
    }
}
