using PixelGpt.Data;

namespace PixelGpt.Cli.Show;

/// <summary>Formats values for people.</summary>
internal static class DisplayFormat
{
    public static string Count(double value) => value switch
    {
        >= 1e6 => $"{value / 1e6:0.00}M",
        >= 1e4 => $"{value / 1e3:0}k",
        _ => $"{value:0}",
    };

    public static string Duration(TimeSpan time) => time.TotalHours >= 1
        ? $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}"
        : $"{(int)time.TotalMinutes}:{time.Seconds:00}";

    public static string Percent(double? fraction) => fraction is { } value ? $"{100 * value:0.0} %" : "–";

    public static string Nats(double? value) => value is { } nats ? $"{nats:0.0000}" : "–";

    /// <summary>Formats a number with a noun, which gets an s unless the number is 1.</summary>
    public static string Plural(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    /// <summary>Describes a data set in one line.</summary>
    public static string Dataset(SpriteDataset data) =>
        $"{data.Name}: {string.Join(", ", data.Splits.Select(s => $"{s.Value.Count} {s.Key}"))} sprites of {data.SizeText()} pixels, {data.Palette.Count} colours";

    /// <summary>Describes the pictures that were ignored because they are no sprites; null if there are none.</summary>
    public static string? Ignored(int macFiles, int overviews)
    {
        string? mac = macFiles > 0 ? $"{Plural(macFiles, "macOS side file")} (._* and __MACOSX)" : null;
        string? drawn = overviews > 0 ? $"{Plural(overviews, "overview")} drawn by PixelGpt (contact sheets, palettes)" : null;
        return mac is null ? drawn : drawn is null ? mac : $"{mac}, {drawn}";
    }

    /// <summary>Describes files whose colours are not those of the original.</summary>
    public static string Lossy(int files) => $"{Plural(files, "file")} with lossy compression (JPEG, some WebP and TIFF): {(files == 1 ? "its" : "their")} colours are blurred; use the original pictures if there are any";

    /// <summary>Quotes a path for a shell if it has spaces.</summary>
    public static string Argument(string path) => path.Any(char.IsWhiteSpace) ? $"\"{path}\"" : path;
}
