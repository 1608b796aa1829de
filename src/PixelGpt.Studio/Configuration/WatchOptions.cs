using PixelGpt.Imaging;

namespace PixelGpt.Studio.Configuration;

/// <summary>The settings of watched folders, where saved pictures get candidates.</summary>
public sealed record WatchOptions
{
    /// <summary>The default mask colour, magenta.</summary>
    public static Rgb Magenta { get; } = new(255, 0, 255);

    /// <summary>The watched folders, without their sub-folders.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [];

    /// <summary>The colour of the pixels to draw; null for transparent pixels.</summary>
    public Rgb? MaskColor { get; init; } = Magenta;

    /// <summary>The number of candidates per picture, 1 to 16.</summary>
    public int Candidates { get; init; } = 4;

    /// <summary>Called with one line for each picture that got candidates or could not get them, and whether the line is about an error; null to call nothing.</summary>
    public Action<string, bool>? Report { get; init; }

    /// <summary>Checks all values.</summary>
    /// <exception cref="InputException">A folder does not exist or is listed twice, or the number of candidates is out of range.</exception>
    internal void Validate()
    {
        InputException.Check(Candidates is >= 1 and <= 16, "candidates", Candidates, "1 to 16");
        foreach (string folder in Folders)
        {
            if (!Directory.Exists(folder)) throw new InputException($"{folder}: no such folder; --watch must be the folder where your paint program saves pictures");
        }

        if (Folders.GroupBy(Path.GetFullPath).FirstOrDefault(g => g.Count() > 1) is { } twice) throw new InputException($"{twice.Key}: the folder is watched twice; give --watch once per folder");
    }
}
