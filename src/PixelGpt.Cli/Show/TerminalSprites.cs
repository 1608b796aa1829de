using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Runs;
using Spectre.Console;

namespace PixelGpt.Cli.Show;

/// <summary>Prints a few completed sprites in a true-colour terminal, two pixels per character.</summary>
internal static class TerminalSprites
{
    private static readonly Color Unknown = new(96, 96, 96);

    public static void Write(IAnsiConsole console, CompletionSet completions)
    {
        if (console.Profile.Capabilities.ColorSystem != ColorSystem.TrueColor || !console.Profile.Out.IsTerminal) return;
        Completion first = completions.All[0];
        int width = first.Result.Width + 2, columns = Math.Max(1, Math.Min(completions.All.Count, (console.Profile.Width - 12) / width));
        Completion[] shown = [.. completions.All.Take(columns)];
        console.WriteLine();
        WriteRow(console, "prompt", [.. shown.Select(c => c.Prompt)], completions.Palette);
        WriteRow(console, "completed", [.. shown.Select(c => c.Result)], completions.Palette);
        if (shown.All(c => c.Truth is not null)) WriteRow(console, "truth", [.. shown.Select(c => c.Truth!)], completions.Palette);
    }

    private static void WriteRow(IAnsiConsole console, string label, Sprite[] sprites, Palette palette)
    {
        for (int y = 0; y < sprites[0].Height; y += 2)
        {
            var line = new Paragraph();
            line.Append((y == 0 ? label : "").PadRight(11));
            foreach (Sprite sprite in sprites)
            {
                for (int x = 0; x < sprite.Width; x++) line.Append("▀", new Style(ColorAt(sprite, palette, x, y), ColorAt(sprite, palette, x, y + 1)));
                line.Append("  ");
            }

            console.Write(line);
            console.WriteLine();
        }

        console.WriteLine();
    }

    private static Color ColorAt(Sprite sprite, Palette palette, int x, int y)
    {
        int index = (y * sprite.Width) + x;
        if (index >= sprite.Pixels.Length) return Unknown;
        Rgb color = palette[sprite.Pixels[index]];
        return new Color(color.R, color.G, color.B);
    }
}
