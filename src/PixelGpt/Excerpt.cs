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

    /// <summary>Returns the first names of a list and the number of the others, such as <c>a, b, c and 2 more</c>.</summary>
    public static string List(IEnumerable<string> names, int count = 4)
    {
        string[] all = [.. names];
        if (all.Length == 0) return "nothing";
        return string.Join(", ", all.Take(count).Select(name => Of(name, 100))) + (all.Length > count ? $" and {all.Length - count} more" : "");
    }

    /// <summary>Returns the first sentences of a list and the number of the others, such as <c>a; b; and 2 more</c>.</summary>
    /// <param name="items">The sentences.</param>
    /// <param name="count">The number of sentences to return.</param>
    /// <param name="where">Where the others are, such as <c>, see dataset.json</c>.</param>
    public static string FirstOf(IReadOnlyCollection<string> items, int count, string where = "") =>
        string.Join("; ", items.Take(count)) + (items.Count > count ? $"; and {items.Count - count} more{where}" : "");

    /// <summary>Replaces line breaks, control characters and bidirectional formatting characters by spaces.</summary>
    public static string OneLine(string text) => text.Any(IsUnsafe) ? string.Concat(text.Select(c => IsUnsafe(c) ? ' ' : c)) : text;

    private static bool IsUnsafe(char c) => char.IsControl(c) || c is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
