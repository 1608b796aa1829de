namespace PixelGpt;

/// <summary>Foreign text made fit for an error of one line.</summary>
internal static class Excerpt
{
    /// <summary>The text without control characters, cut to <paramref name="length"/> characters.</summary>
    public static string Of(ReadOnlySpan<char> text, int length = 40)
    {
        bool cut = text.Length > length;
        string clean = OneLine(new string(text[..(cut ? length : text.Length)]));
        return cut ? $"{clean}…" : clean;
    }

    /// <summary>The text with a space for each character that breaks a line, steers a terminal or turns the direction of writing round.</summary>
    public static string OneLine(string text) => text.Any(IsUnfit) ? string.Concat(text.Select(c => IsUnfit(c) ? ' ' : c)) : text;

    private static bool IsUnfit(char c) => char.IsControl(c) || c is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
