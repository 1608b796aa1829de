using PixelGpt.Imaging;

namespace PixelGpt.Runs.Reports;

/// <summary>What pages of ours have in common: one file that asks for nothing from outside, for screens of any width, light and dark, and for paper.</summary>
internal static class Page
{
    /// <summary>A whole page.</summary>
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

                // The browser itself keeps the page from asking for anything.
                html.Void("meta", ("http-equiv", "Content-Security-Policy"), ("content", "default-src 'none'; img-src data:; style-src 'unsafe-inline'"));
                html.Element("title", title);
                html.Style(Stylesheet.Css);
            });
            html.Element("body", () => html.Element("main", () => body(html)));
        }, ("lang", "en"));
        return html.ToString();
    }

    /// <summary>A section with its heading, which links can go to.</summary>
    public static void Section(HtmlWriter html, string id, string heading, Action content) => html.Element("section", () =>
    {
        html.Element("h2", heading, ("id", id));
        content();
    }, ("aria-labelledby", id));

    /// <summary>A picture within the page.</summary>
    public static void Picture(HtmlWriter html, PixelImage image, string description, string style)
    {
        using var png = new MemoryStream();
        PngWriter.Write(png, image);
        html.Void(
            "img", ("src", "data:image/png;base64," + Convert.ToBase64String(png.GetBuffer(), 0, (int)png.Length)), ("alt", description),
            ("width", $"{image.Width}"), ("height", $"{image.Height}"), ("class", style));
    }

    /// <summary>Names and values in two columns.</summary>
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
