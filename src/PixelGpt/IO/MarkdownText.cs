using System.Text;

namespace PixelGpt.IO;

/// <summary>Makes text of a user or a file safe for Markdown and for YAML headers, in one line.</summary>
internal static class MarkdownText
{
    /// <summary>Returns text in which no character is markup.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (char c in Excerpt.OneLine(text))
        {
            if ("\\`*_[]<>|#".Contains(c, StringComparison.Ordinal)) escaped.Append('\\');
            escaped.Append(c);
        }

        return escaped.ToString();
    }

    /// <summary>Returns a YAML string in double quotes.</summary>
    public static string Yaml(string text) => $"\"{Excerpt.OneLine(text).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
