using System.Text;

namespace PixelGpt.Runs.Reports;

/// <summary>Writes a page element by element; whatever is text is escaped. What it writes is well-formed XML as well.</summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _text = new("<!DOCTYPE html>\n");

    /// <summary>An element with what <paramref name="content"/> writes in it.</summary>
    public void Element(string name, Action content, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Begin(name, attributes);
        content();
        _text.Append("</").Append(name).Append(">\n");
    }

    /// <summary>An element with text in it.</summary>
    public void Element(string name, string text, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Begin(name, attributes);
        Text(text);
        _text.Append("</").Append(name).Append(">\n");
    }

    /// <summary>An element that has nothing in it.</summary>
    public void Void(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Begin(name, attributes);
        _text.Length--;
        _text.Append("/>");
    }

    /// <summary>Text.</summary>
    public void Text(string text)
    {
        foreach (char c in text)
        {
            switch (c)
            {
                case '&': _text.Append("&amp;"); break;
                case '<': _text.Append("&lt;"); break;
                case '>': _text.Append("&gt;"); break;
                case '"': _text.Append("&quot;"); break;
                case '\'': _text.Append("&#39;"); break;
                case < ' ' and not ('\n' or '\t'): _text.Append('�'); break;
                default: _text.Append(c); break;
            }
        }
    }

    /// <summary>The style sheet: our own words, which HTML wants unescaped.</summary>
    public void Style(string css) => _text.Append("<style>\n").Append(css).Append("</style>\n");

    public override string ToString() => _text.ToString();

    private void Begin(string name, ReadOnlySpan<(string Name, string Value)> attributes)
    {
        _text.Append('<').Append(name);
        foreach ((string attribute, string value) in attributes)
        {
            _text.Append(' ').Append(attribute).Append("=\"");
            Text(value);
            _text.Append('"');
        }

        _text.Append('>');
    }
}
