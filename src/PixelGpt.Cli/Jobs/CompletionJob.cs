using System.Text.Json.Nodes;
using PixelGpt.Cli.Show;
using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Imaging;
using PixelGpt.Models;
using PixelGpt.Runs;
using Spectre.Console;

namespace PixelGpt.Cli.Jobs;

/// <summary>Finishing of pictures as a user goes through it.</summary>
internal sealed class CompletionJob(Session session, PixelModel model, int threads, GenerationOptions options, int bestOf, bool record = false)
{
    /// <summary>Finishes a split and tells where the results are.</summary>
    /// <returns>The exit code.</returns>
    public int CompleteSplit(SpriteDataset data, string split, double keep, string folder)
    {
        (Completions completions, IReadOnlyList<string> files) = Draw(data, split, keep, folder);
        Tell(completions, files);
        return ExitCode.Success;
    }

    /// <summary>Finishes a split: its text file and contact sheets, the sheets first.</summary>
    public (Completions Completions, IReadOnlyList<string> Files) Draw(SpriteDataset data, string split, double keep, string folder)
    {
        model.CheckSamePalette(data);
        Completions completions = Draw(data[split], keep);
        List<string> files = [.. completions.SaveSheets(folder, $"{split} split, {Path.GetFileName(Path.TrimEndingDirectorySeparator(data.Name))}")];
        string text = new RunFolder(folder).Reconstructions;
        completions.SaveText(text);
        return (completions, [.. files, text, .. Record(completions, folder)]);
    }

    /// <summary>Finishes picture files: a PNG each, as large as the original, and a contact sheet.</summary>
    /// <returns>The exit code.</returns>
    public int CompleteImages(string[] paths, double keep, string folder)
    {
        string sheet = Path.Combine(folder, "side_by_side.png");
        string[] files = [.. paths.SelectMany(path => FilesFor(path, folder))];
        CheckDistinct([.. paths, sheet, .. files]);
        Completions completions = Draw([.. paths.Select(Read)], keep);
        for (int i = 0; i < files.Length; i++) PngWriter.Write(files[i], SpriteImage.Render(completions.All[i].Result, model.Palette));
        PngWriter.Write(sheet, ContactSheet.Triptych([.. completions.All.Take(ContactSheet.MaxSprites).Select(c => (c.Prompt, c.Result, c.Truth))], model.Palette, "prompt | completion | original"));
        Tell(completions, [sheet, .. files, .. Record(completions, folder)]);
        return ExitCode.Success;
    }

    /// <summary>Makes sure that no picture is written over another, the originals among them.</summary>
    private static void CheckDistinct(string[] files)
    {
        string? twice = files.GroupBy(Path.GetFullPath).FirstOrDefault(g => g.Count() > 1)?.Key;
        if (twice is not null) throw new InputException($"{twice} would be written over; give another --out, and pictures of one name one at a time");
    }

    /// <summary>What the model thought of each pixel, if that was asked for.</summary>
    private IReadOnlyList<string> Record(Completions completions, string folder) => record ? completions.SaveRecord(model, folder, threads) : [];

    private IEnumerable<string> FilesFor(string path, string folder) => Enumerable.Range(1, options.NumReturnSequences)
        .Select(sample => Path.Combine(folder, Path.GetFileNameWithoutExtension(path) + (options.NumReturnSequences > 1 ? $"-{sample}" : "") + ".png"));

    private Sprite Read(string path)
    {
        (Sprite sprite, int inexact) = SpriteImage.ToSprite(PngReader.Read(path), model.Palette);
        int positions = model.Transformer.Description.MaxPositions;
        if (sprite.Pixels.Length > positions) throw new InputException($"{path}: {sprite.Width}×{sprite.Height} pixels do not fit the model, which knows {positions}; give a smaller picture or a model trained on larger ones");
        if (inexact > 0) session.Progress.WriteLine($"{path}: {inexact} pixels were given the nearest colour of the model's palette");
        if (model.Config.ImageSize is { } size && size != (sprite.Width, sprite.Height))
            session.Progress.WriteLine($"{path}: the model was trained on {size.Width}×{size.Height} pixels; this is {sprite.Width}×{sprite.Height}, which it has never seen");
        return sprite;
    }

    private Completions Draw(IReadOnlyList<Sprite> sprites, double keep)
    {
        if (!session.IsLive) return Completions.Draw(model, sprites, keep, bestOf, options, threads, null, session.Stop);
        return session.Progress.Progress().AutoClear(true).Start(context =>
        {
            ProgressTask task = context.AddTask("finishing pictures", maxValue: sprites.Count * bestOf);
            return Completions.Draw(model, sprites, keep, bestOf, options, threads, new Report(task), session.Stop);
        });
    }

    private void Tell(Completions completions, IReadOnlyList<string> files) => session.Result(
        new JsonObject { ["completions"] = completions.All.Count, ["files"] = new JsonArray([.. files.Select(f => (JsonNode)f)]) },
        console =>
        {
            TerminalSprites.Write(console, completions);
            console.WriteLine($"{completions.All.Count} finished:");
            foreach (string file in files) console.WriteLine("  " + file);
        });

    private sealed class Report(ProgressTask task) : IProgress<int>
    {
        void IProgress<int>.Report(int value) => task.Value = value;
    }
}
