using System.Text;

namespace PixelGpt.Runs.Reports;

/// <summary>Writes HTML element by element. Text is escaped, and the result is also well-formed XML.</summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _text = new("<!DOCTYPE html>\n");

    /// <summary>Writes an element whose content is written by <paramref name="content"/>.</summary>
    public void Element(string name, Action content, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Begin(name, attributes);
        content();
        _text.Append("</").Append(name).Append(">\n");
    }

    /// <summary>Writes an element with text.</summary>
    public void Element(string name, string text, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Begin(name, attributes);
        Text(text);
        _text.Append("</").Append(name).Append(">\n");
    }

    /// <summary>Writes an element without content.</summary>
    public void Void(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Begin(name, attributes);
        _text.Length--;
        _text.Append("/>");
    }

    /// <summary>Writes escaped text.</summary>
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

    /// <summary>Writes a style sheet, which HTML requires to be unescaped. Only constant text may be passed.</summary>
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
