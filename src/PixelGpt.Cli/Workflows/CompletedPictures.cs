using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Rendering;
using PixelGpt.Runs;

namespace PixelGpt.Cli.Workflows;

/// <summary>Draws completions of picture files and writes them.</summary>
internal static class CompletedPictures
{
    /// <summary>Writes one PNG file per completion, as large as the original, and the contact sheets.</summary>
    /// <returns>The written files, contact sheets first.</returns>
    public static IReadOnlyList<string> Write(IReadOnlyList<CompletedPicture> pictures)
    {
        foreach (CompletedPicture picture in pictures) PngWriter.Write(picture.File, Render(picture.Picture, picture.Completion));
        var sheets = new List<string>();
        foreach (IGrouping<string, CompletedPicture> sheet in pictures.GroupBy(p => p.Sheet))
        {
            CompletedPicture[] shown = [.. sheet.Take(ContactSheet.MaxSprites)];
            PngWriter.Write(sheet.Key, Sheet([.. shown.Select(p => p.Completion)], [.. shown.Select(p => p.Picture.Model.Palette)]));
            sheets.Add(sheet.Key);
        }

        return [.. sheets, .. pictures.Select(p => p.File)];
    }

    /// <summary>Draws a completion at the size of the file. Given pixels are those of the file, and background is transparent if it is in the file.</summary>
    private static PixelImage Render(PreparedPicture picture, Completion completion)
    {
        if (!picture.Model.HasFreePalette) return SpriteImage.Render(completion.Result, picture.Model.Palette, picture.Scale);
        PixelImage image = SpriteImage.Render(completion.Result, picture.Model.Palette);
        for (int i = 0; i < completion.Result.Pixels.Length; i++)
        {
            bool isDrawn = picture.Mask?[i] ?? i >= picture.PromptLength;
            if (!isDrawn) image.Pixels[i] = picture.Image.Pixels[i];
            else if (picture.HasTransparency && completion.Result.Pixels[i] == 0) image.Pixels[i] = default;
        }

        return PixelScale.Enlarge(image, picture.Scale);
    }

    /// <summary>Draws completions of different palettes on one contact sheet.</summary>
    private static PixelImage Sheet(Completion[] completions, Palette[] palettes)
    {
        Palette[] distinct = [.. palettes.Distinct()];
        var offsets = new Dictionary<Palette, int>();
        int offset = 0;
        foreach (Palette palette in distinct)
        {
            offsets[palette] = offset;
            offset += palette.Count;
        }

        Sprite Shift(Sprite sprite, int by) => new(sprite.Width, sprite.Height, [.. sprite.Pixels.ToArray().Select(pixel => pixel + by)]);
        return ContactSheet.Triptych(
            [.. completions.Zip(palettes.Select(p => offsets[p]), (c, by) => (Shift(c.Prompt, by), Shift(c.Result, by), c.Truth is null ? null : Shift(c.Truth, by)))],
            [.. completions.Select(c => c.Mask)],
            distinct.Length == 1 ? distinct[0] : new Palette(distinct.SelectMany(p => p.Colors)),
            completions.Any(c => c.Truth is not null) ? "prompt | completion | truth" : "prompt | completion");
    }
}
