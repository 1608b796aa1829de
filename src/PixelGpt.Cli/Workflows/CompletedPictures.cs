using PixelGpt.Cli.Hosting;
using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Imaging;
using PixelGpt.Rendering;
using PixelGpt.Runs;

namespace PixelGpt.Cli.Workflows;

/// <summary>Draws completions of picture files and writes them.</summary>
internal static class CompletedPictures
{
    /// <summary>Writes one PNG file per completion, as large as the original unless a scale is given, the contact sheets, and the files of all pictures.</summary>
    /// <param name="session">The session.</param>
    /// <param name="pictures">The completions.</param>
    /// <param name="outputs">The files of all pictures, and how pictures are written.</param>
    /// <returns>The written files, contact sheets first; none in ranks other than 0.</returns>
    public static IReadOnlyList<string> Write(Session session, IReadOnlyList<CompletedPicture> pictures, PictureOutputs outputs)
    {
        if (!session.IsRoot) return [];
        OutputPicture[] rendered = [.. pictures.Select(picture => ToOutput(picture, outputs.IsTransparent))];
        for (int i = 0; i < rendered.Length; i++) PngWriter.Write(pictures[i].File, PixelScale.Enlarge(rendered[i].Image, outputs.Scale ?? pictures[i].Picture.Scale));
        var sheets = new List<string>();
        foreach (IGrouping<string, CompletedPicture> sheet in pictures.GroupBy(p => p.Sheet))
        {
            CompletedPicture[] shown = [.. sheet.Take(ContactSheet.MaxSprites)];
            PngWriter.Write(sheet.Key, Sheet(shown, outputs.IsTransparent));
            sheets.Add(sheet.Key);
        }

        return [.. sheets, .. pictures.Select(p => p.File), .. outputs.Write(session, rendered, pictures[0].Picture.Scale)];
    }

    private static OutputPicture ToOutput(CompletedPicture picture, bool transparent)
    {
        (PreparedPicture prepared, Completion completion) = (picture.Picture, picture.Completion);
        int[] order = prepared.Mask is { } mask ? CompletionRequest.Of(prepared.Sprite, mask, 0).GeneratedPixels : [.. Enumerable.Range(0, completion.Result.Pixels.Length).Skip(prepared.PromptLength)];
        return new OutputPicture(Path.GetFileNameWithoutExtension(picture.File), Render(prepared, completion, transparent), order)
        {
            Drawn = [.. Enumerable.Range(0, completion.Result.Width * completion.Result.Height).Select(i => IsDrawn(prepared, i))],
            Group = Path.GetFileNameWithoutExtension(prepared.Path),
            Palette = prepared.Model.Palette,
        };
    }

    private static bool IsDrawn(PreparedPicture picture, int pixel) => picture.Mask?[pixel] ?? pixel >= picture.PromptLength;

    /// <summary>Draws a completion at its original size. Given pixels are those of the file if the model works with any palette, and background is transparent if it is in the file.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="completion">The completion.</param>
    /// <param name="transparent">Whether all background is transparent.</param>
    private static PixelImage Render(PreparedPicture picture, Completion completion, bool transparent)
    {
        PixelImage image = SpriteImage.Render(completion.Result, picture.Model.Palette);
        for (int i = 0; i < completion.Result.Pixels.Length; i++)
        {
            bool isDrawn = IsDrawn(picture, i), isBackground = completion.Result.Pixels[i] == 0;
            if (!isDrawn && picture.Model.HasFreePalette) image.Pixels[i] = picture.Image.Pixels[i];
            if (isBackground && (transparent || (picture.HasTransparency && (isDrawn || !picture.Image.Pixels[i].IsOpaque)))) image.Pixels[i] = default;
        }

        return image;
    }

    /// <summary>Draws completions of different palettes on one contact sheet.</summary>
    private static PixelImage Sheet(CompletedPicture[] pictures, bool transparent)
    {
        Completion[] completions = [.. pictures.Select(p => p.Completion)];
        Palette[] palettes = [.. pictures.Select(p => p.Picture.Model.Palette)], distinct = [.. palettes.Distinct()];
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
            [.. pictures.Select(p => transparent || p.Picture.HasTransparency ? offsets[p.Picture.Model.Palette] : (int?)null)],
            distinct.Length == 1 ? distinct[0] : new Palette(distinct.SelectMany(p => p.Colors)),
            completions.Any(c => c.Truth is not null) ? "prompt | completion | truth" : "prompt | completion");
    }
}
