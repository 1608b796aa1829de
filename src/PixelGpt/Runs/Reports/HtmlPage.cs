using PixelGpt.Imaging;

namespace PixelGpt.Runs.Reports;

/// <summary>Writes self-contained HTML pages, for screens of any width, light and dark themes, and printing.</summary>
internal static class HtmlPage
{
    /// <summary>Writes a page.</summary>
    /// <param name="title">The title.</param>
    /// <param name="body">Writes the content of the page.</param>
    /// <returns>The HTML.</returns>
    public static string Write(string title, Action<HtmlWriter> body)
    {
        var html = new HtmlWriter();
        html.Element("html", () =>
        {
            html.Element("head", () =>
            {
                html.Void("meta", ("charset", "utf-8"));
                html.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
                html.Void("meta", ("name", "color-scheme"), ("content", "light dark"));

                // The browser blocks all requests of the page.
                html.Void("meta", ("http-equiv", "Content-Security-Policy"), ("content", "default-src 'none'; img-src data:; style-src 'unsafe-inline'"));
                html.Element("title", title);
                html.Style(Stylesheet.Css);
            });
            html.Element("body", () => html.Element("main", () => body(html)));
        }, ("lang", "en"));
        return html.ToString();
    }

    /// <summary>Writes a section with a heading. Links can use the id of the heading.</summary>
    public static void Section(HtmlWriter html, string id, string heading, Action content) => html.Element("section", () =>
    {
        html.Element("h2", heading, ("id", id));
        content();
    }, ("aria-labelledby", id));

    /// <summary>Writes a picture as a data URL.</summary>
    public static void Picture(HtmlWriter html, PixelImage image, string description, string style) => html.Void(
        "img", ("src", "data:image/png;base64," + Convert.ToBase64String(PngWriter.ToBytes(image))), ("alt", description),
        ("width", $"{image.Width}"), ("height", $"{image.Height}"), ("class", style));

    /// <summary>Writes a list of names and values.</summary>
    public static void Facts(HtmlWriter html, IEnumerable<(string Name, string Value)> facts) => html.Element("dl", () =>
    {
        foreach ((string name, string value) in facts)
        {
            html.Element("div", () =>
            {
                html.Element("dt", name);
                html.Element("dd", value);
            });
        }
    }, ("class", "facts"));
}
