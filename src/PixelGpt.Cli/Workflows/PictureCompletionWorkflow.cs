using System.Text.Json.Nodes;
using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Models;
using PixelGpt.Rendering;
using PixelGpt.Runs;

namespace PixelGpt.Cli.Workflows;

/// <summary>Completes picture files. It writes one PNG file per completion, as large as the original, and contact sheets.</summary>
/// <param name="reader">Reads the pictures.</param>
/// <param name="workflowOf">Creates the workflow for a model, which differs between pictures if they have their own palettes.</param>
/// <param name="samples">Number of completions per picture.</param>
internal sealed class PictureCompletionWorkflow(PictureReader reader, Func<PixelModel, CompletionWorkflow> workflowOf, int samples)
{
    /// <summary>Completes pictures and prints the written files.</summary>
    /// <param name="paths">The pictures.</param>
    /// <param name="givenFraction">The value of <c>--prompt-fraction</c>; null to complete the empty part of each picture, if it has one.</param>
    /// <param name="defaultFraction">The prompt fraction of pictures that have no empty part.</param>
    /// <param name="folder">The output folder; null to write next to each picture.</param>
    /// <param name="record">Whether to save the token statistics.</param>
    /// <returns>The exit code.</returns>
    public int Run(string[] paths, double? givenFraction, double defaultFraction, string? folder, bool record)
    {
        if (record && folder is null) throw new InputException("--record requires --out, because its files have fixed names");
        PictureFiles[] files = [.. paths.Select(path => PictureFiles.For(path, folder, samples))];
        PictureFiles.CheckDistinct(paths, files);
        PreparedPicture[] pictures = [.. paths.Select(path => reader.Read(path, givenFraction, defaultFraction))];
        PixelModel[] models = [.. pictures.Select(p => p.Model).Distinct()];
        if (record && models.Length > 1) throw new InputException("--record is supported for one picture at a time if pictures are completed in their own colours");
        CompletionSet[] sets = [.. models.Select(model => Generate(model, [.. pictures.Where(p => p.Model == model)], defaultFraction))];
        Completion[] completions = [.. sets.SelectMany(s => s.All)];
        for (int i = 0; i < completions.Length; i++) PngWriter.Write(files[i / samples].Completions[i % samples], Render(pictures[i / samples], completions[i]));
        var sheets = new List<string>();
        foreach (IGrouping<string, int> sheet in Enumerable.Range(0, completions.Length).GroupBy(i => files[i / samples].Sheet))
        {
            int[] shown = [.. sheet.Take(ContactSheet.MaxSprites)];
            PngWriter.Write(sheet.Key, Sheet([.. shown.Select(i => completions[i])], [.. shown.Select(i => pictures[i / samples].Model.Palette)]));
            sheets.Add(sheet.Key);
        }

        CompletionWorkflow first = workflowOf(models[0]);
        IReadOnlyList<string> recorded = first.Record(sets[0], Path.GetDirectoryName(files[0].Sheet)!);
        first.WriteResult(sets, [.. sheets, .. files.SelectMany(f => f.Completions), .. recorded], new JsonArray([.. pictures.Select(p => p.ToJson())]));
        return Hosting.ExitCode.Success;
    }

    private CompletionSet Generate(PixelModel model, PreparedPicture[] pictures, double promptFraction) =>
        workflowOf(model).Generate([.. pictures.Select(p => p.Sprite)], promptFraction, [.. pictures.Select(p => p.PromptLength)]);

    /// <summary>Draws a completion at the size of the file. The prompt has the file's pixels, and background is transparent if it is in the file.</summary>
    private static PixelImage Render(PreparedPicture picture, Completion completion)
    {
        if (!picture.Model.HasFreePalette) return SpriteImage.Render(completion.Result, picture.Model.Palette, picture.Scale);
        PixelImage image = SpriteImage.Render(completion.Result, picture.Model.Palette);
        picture.Image.Pixels[..picture.PromptLength].CopyTo(image.Pixels);
        if (picture.HasTransparency)
        {
            for (int i = picture.PromptLength; i < completion.Result.Pixels.Length; i++)
            {
                if (completion.Result.Pixels[i] == 0) image.Pixels[i] = default;
            }
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
            distinct.Length == 1 ? distinct[0] : new Palette(distinct.SelectMany(p => p.Colors)),
            completions.Any(c => c.Truth is not null) ? "prompt | completion | truth" : "prompt | completion");
    }
}
