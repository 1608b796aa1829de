namespace PixelGpt.Compatibility;

/// <summary>Methods of <see cref="MemoryExtensions"/> that .NET 8 does not have.</summary>
internal static class SpanExtensions
{
    public static bool StartsWith<T>(this ReadOnlySpan<T> span, T value)
        where T : IEquatable<T> => span.Length > 0 && span[0].Equals(value);

    public static bool EndsWith<T>(this ReadOnlySpan<T> span, T value)
        where T : IEquatable<T> => span.Length > 0 && span[^1].Equals(value);

    public static bool Contains<T>(this ReadOnlySpan<T> span, T value)
        where T : struct, Enum
    {
        foreach (T item in span)
        {
            if (EqualityComparer<T>.Default.Equals(item, value)) return true;
        }

        return false;
    }

    /// <summary>Returns the ranges between separators; they are empty between adjacent separators.</summary>
    public static List<Range> SplitAny(this ReadOnlySpan<char> text, params ReadOnlySpan<char> separators)
    {
        var ranges = new List<Range>();
        for (int start = 0; ;)
        {
            int length = text[start..].IndexOfAny(separators);
            ranges.Add(start..(length < 0 ? text.Length : start + length));
            if (length < 0) return ranges;
            start += length + 1;
        }
    }
}
