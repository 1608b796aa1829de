namespace PixelGpt;

/// <summary>Shortens and cleans untrusted text so that it can be quoted in a one-line message.</summary>
internal static class Excerpt
{
    /// <summary>Returns the text without control characters, cut to <paramref name="length"/> characters.</summary>
    public static string Of(ReadOnlySpan<char> text, int length = 40)
    {
        bool cut = text.Length > length;
        string clean = OneLine(new string(text[..(cut ? length : text.Length)]));
        return cut ? $"{clean}…" : clean;
    }

    /// <summary>Replaces line breaks, control characters and bidirectional formatting characters by spaces.</summary>
    public static string OneLine(string text) => text.Any(IsUnsafe) ? string.Concat(text.Select(c => IsUnsafe(c) ? ' ' : c)) : text;

    private static bool IsUnsafe(char c) => char.IsControl(c) || c is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
