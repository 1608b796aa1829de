using System.Text.Json.Nodes;
using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Show;
using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Imaging;
using PixelGpt.Import;
using PixelGpt.Models;
using PixelGpt.Rendering;
using PixelGpt.Runs;
using Spectre.Console;

namespace PixelGpt.Cli.Workflows;

/// <summary>Completes pictures and reports the written files.</summary>
internal sealed class CompletionWorkflow(Session session, PixelModel model, int threads, GenerationOptions options, Candidates? candidates = null, bool record = false)
{
    /// <summary>Completes a split and prints the written files.</summary>
    /// <returns>The exit code.</returns>
    public int CompleteSplit(SpriteDataset data, string split, double promptFraction, string folder)
    {
        (CompletionSet completions, IReadOnlyList<string> files) = Complete(data, split, promptFraction, folder);
        WriteResult(completions, files);
        return ExitCode.Success;
    }

    /// <summary>Completes a split and writes contact sheets and a text file.</summary>
    /// <returns>The completions and the written files, contact sheets first.</returns>
    public (CompletionSet Completions, IReadOnlyList<string> Files) Complete(SpriteDataset data, string split, double promptFraction, string folder)
    {
        model.CheckSamePalette(data);
        CompletionSet completions = Generate(data[split], promptFraction);
        List<string> files = [.. completions.SaveSheets(folder, $"{split} split, {Path.GetFileName(Path.TrimEndingDirectorySeparator(data.Name))}")];
        string text = new RunFolder(folder).Reconstructions;
        completions.SaveText(text);
        return (completions, [.. files, text, .. Record(completions, folder)]);
    }

    /// <summary>Completes picture files and writes one PNG file per completion, as large as the original, and a contact sheet.</summary>
    /// <returns>The exit code.</returns>
    public int CompleteImages(string[] paths, double promptFraction, string folder)
    {
        string sheet = Path.Combine(folder, "side_by_side.png");
        string[] files = [.. paths.SelectMany(path => FilesFor(path, folder))];
        CheckDistinct([.. paths, sheet, .. files]);
        PromptPicture[] pictures = [.. paths.Select(Read)];
        CompletionSet completions = Generate([.. pictures.Select(p => p.Matched.Sprite)], promptFraction);
        for (int i = 0; i < files.Length; i++) PngWriter.Write(files[i], SpriteImage.Render(completions.All[i].Result, model.Palette, pictures[i / options.NumReturnSequences].Scale));
        PngWriter.Write(sheet, ContactSheet.Triptych([.. completions.All.Take(ContactSheet.MaxSprites).Select(c => (c.Prompt, c.Result, c.Truth))], model.Palette, "prompt | completion | truth"));
        WriteResult(completions, [sheet, .. files, .. Record(completions, folder)], new JsonArray([.. paths.Zip(pictures, Describe)]));
        return ExitCode.Success;
    }

    /// <summary>Checks that no output file overwrites another one or an input.</summary>
    private static void CheckDistinct(string[] files)
    {
        string? duplicate = files.GroupBy(Path.GetFullPath).FirstOrDefault(g => g.Count() > 1)?.Key;
        if (duplicate is not null) throw new InputException($"{duplicate} would be overwritten; give another --out, or complete pictures with the same name separately");
    }

    /// <summary>Saves the token statistics if <c>--record</c> is given.</summary>
    /// <returns>The written files.</returns>
    private IReadOnlyList<string> Record(CompletionSet completions, string folder) => record ? completions.SaveRecord(model, folder, threads) : [];

    private IEnumerable<string> FilesFor(string path, string folder) => Enumerable.Range(1, options.NumReturnSequences)
        .Select(sample => Path.Combine(folder, Path.GetFileNameWithoutExtension(path) + (options.NumReturnSequences > 1 ? $"-{sample}" : "") + ".png"));

    private PromptPicture Read(string path)
    {
        PixelImage image = PngReader.Read(path);
        int positions = model.Config.Description.MaxPositions;
        var picture = PromptPicture.Of(image, model.Palette, model.Config.ImageSize, positions);
        (Sprite sprite, int changed, double difference, Rgb from, Rgb to) = picture.Matched;
        if (sprite.Pixels.Length > positions) throw new InputException($"{path}: {sprite.Width}×{sprite.Height} pixels are too many for the model, which has {positions} positions; use a smaller picture, or a model trained on larger ones");
        if (picture.Scale > 1) session.Progress.WriteLine($"{path}: reduced from {image.Width}×{image.Height} to {sprite.Width}×{sprite.Height} pixels, because it is enlarged {picture.Scale} times");
        if (changed > 0) session.Progress.WriteLine($"{path}: {changed} of {sprite.Pixels.Length} pixels were changed to the nearest colour of the model's palette{(difference > 0 ? $"; the largest change is from {from} to {to} (ΔE {difference:0.000})" : "")}");
        if (model.Config.ImageSize is { } size && size != (sprite.Width, sprite.Height))
            session.Progress.WriteLine($"{path}: the size is {sprite.Width}×{sprite.Height}, but the model was trained on {size.Width}×{size.Height}; the result may be poor");
        return picture;
    }

    private static JsonObject Describe(string path, PromptPicture picture) => new()
    {
        ["picture"] = path,
        ["width"] = picture.Matched.Sprite.Width,
        ["height"] = picture.Matched.Sprite.Height,
        ["scale"] = picture.Scale,
        ["pixels_changed"] = picture.Matched.Changed,
        ["delta_e_max"] = Math.Round(picture.Matched.LargestDifference, 6),
    };

    private CompletionSet Generate(IReadOnlyList<Sprite> sprites, double promptFraction)
    {
        int count = candidates?.Count ?? options.NumReturnSequences;
        CompletionRanking ranking = candidates?.Ranking ?? CompletionRanking.Likelihood;
        var settings = new CompletionSettings { PromptFraction = promptFraction, BestOf = count, Ranking = ranking, Generation = options, Threads = threads };
        if (sprites.Count * count == 1 || !session.IsLive) return CompletionSet.Generate(model, sprites, settings, cancellationToken: session.CancellationToken);
        return ProgressBars.RunCounted(session, "completing pictures", sprites.Count * count, progress => CompletionSet.Generate(model, sprites, settings, progress, session.CancellationToken));
    }

    private void WriteResult(CompletionSet completions, IReadOnlyList<string> files, JsonArray? pictures = null)
    {
        var json = new JsonObject { ["completions"] = completions.All.Count, ["files"] = new JsonArray([.. files.Select(f => (JsonNode)f)]) };
        if (pictures is not null) json["pictures"] = pictures;
        session.WriteResult(json, () =>
        {
            if (session.IsTerminal) TerminalSprites.Write(session.Console, completions);
            session.WriteLine($"{DisplayFormat.Plural(completions.All.Count, "completion")}:");
            foreach (string file in files) session.WriteLine("  " + file);
        });
    }
}
