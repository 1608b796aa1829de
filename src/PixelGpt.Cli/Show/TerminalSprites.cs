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
        WriteRow(console, "prompt", [.. shown.Select(c => c.Prompt)], completions.Palette, [.. shown.Select(c => c.Mask)]);
        WriteRow(console, "completed", [.. shown.Select(c => c.Result)], completions.Palette);
        if (shown.All(c => c.Truth is not null)) WriteRow(console, "truth", [.. shown.Select(c => c.Truth!)], completions.Palette);
    }

    /// <summary>Prints as many sprites as fit in one row.</summary>
    public static void Write(IAnsiConsole console, IReadOnlyList<Sprite> sprites, Palette palette)
    {
        if (console.Profile.Capabilities.ColorSystem != ColorSystem.TrueColor || !console.Profile.Out.IsTerminal) return;
        console.WriteLine();
        WriteRow(console, "new", [.. sprites.Take(Math.Max(1, (console.Profile.Width - 12) / (sprites[0].Width + 2)))], palette);
    }

    private static void WriteRow(IAnsiConsole console, string label, Sprite[] sprites, Palette palette, IReadOnlyList<bool>?[]? masks = null)
    {
        for (int y = 0; y < sprites[0].Height; y += 2)
        {
            var line = new Paragraph();
            line.Append((y == 0 ? label : "").PadRight(11));
            for (int i = 0; i < sprites.Length; i++)
            {
                for (int x = 0; x < sprites[i].Width; x++) line.Append("▀", new Style(ColorAt(sprites[i], masks?[i], palette, x, y), ColorAt(sprites[i], masks?[i], palette, x, y + 1)));
                line.Append("  ");
            }

            console.Write(line);
            console.WriteLine();
        }

        console.WriteLine();
    }

    private static Color ColorAt(Sprite sprite, IReadOnlyList<bool>? mask, Palette palette, int x, int y)
    {
        int index = (y * sprite.Width) + x;
        if (index >= sprite.Pixels.Length || (mask?[index] ?? false)) return Unknown;
        Rgb color = palette[sprite.Pixels[index]];
        return new Color(color.R, color.G, color.B);
    }
}
