using System.CommandLine;
using System.Text.Json.Nodes;
using PixelGpt.Cli.Hosting;
using PixelGpt.Data;
using PixelGpt.Data.Palettes;
using PixelGpt.Imaging;
using PixelGpt.Rendering;
using Spectre.Console;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt data palette</c></summary>
internal sealed class DataPaletteCommand : Command, IRunnable
{
    private readonly Argument<string> _file = new("FILE") { Description = "A palette file: .gpl (GIMP), .pal (JASC, or 768 bytes), .hex (Lospec), .act and .ase (Adobe), .txt (colour map or Paint.NET), .png (a picture of the colours), or .aseprite or .ase (Aseprite)." };
    private readonly Option<string?> _out = new("--out") { Description = "Output file; its extension selects the format. With .png, a picture of the palette.", HelpName = "FILE" };

    public DataPaletteCommand()
        : base("palette", "Show a palette, or convert it to another file format.")
    {
        Arguments.Add(_file);
        Options.Add(_out);
    }

    public IReadOnlyList<string> Examples => ["pixelgpt data palette sweetie-16.hex", "pixelgpt data palette data/mine/colormap.txt --out mine.gpl", "pixelgpt data palette mine.gpl --out mine.png"];

    public Task<int> RunAsync(Session session)
    {
        string file = session.Get(_file)!;
        Palette palette = PaletteFile.Load(file);
        string? to = session.Get(_out);
        if (to is not null) Write(to, palette, Path.GetFileNameWithoutExtension(file));
        var json = new JsonObject
        {
            ["file"] = to ?? file,
            ["count"] = palette.Count,
            ["colors"] = new JsonArray([.. palette.Colors.Select(c => (JsonNode)c.ToString())]),
        };
        session.WriteResult(json, console =>
        {
            console.WriteLine(to is null ? $"{file}: {palette.Count} colours, {palette.Colors.Distinct().Count()} different" : $"{to}: {palette.Count} colours");
            if (to is null) ShowColors(console, palette);
        });
        return Task.FromResult(ExitCode.Success);
    }

    private static void Write(string path, Palette palette, string name)
    {
        if (Path.GetExtension(path).Equals(".png", StringComparison.OrdinalIgnoreCase)) PngWriter.Write(path, PalettePicture.Draw(palette, $"{name}: {palette.Count} colours"));
        else PaletteFile.Save(path, palette);
    }

    private static void ShowColors(IAnsiConsole console, Palette palette)
    {
        const int PerLine = 8;
        for (int first = 0; first < palette.Count; first += PerLine)
        {
            var line = new Paragraph();
            for (int i = first; i < Math.Min(first + PerLine, palette.Count); i++)
            {
                Rgb color = palette[i];
                line.Append("██", new Style(new Color(color.R, color.G, color.B))).Append($" {color}  ");
            }

            console.Write(line);
            console.WriteLine();
        }
    }
}
