using System.Text.Json.Nodes;
using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Show;
using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Models;
using PixelGpt.Runs;

namespace PixelGpt.Cli.Workflows;

/// <summary>Completes pictures and reports the written files.</summary>
internal sealed class CompletionWorkflow(Session session, PixelModel model, int threads, GenerationOptions options, Candidates? candidates = null, bool record = false, DeviceChoice? device = null)
{
    private const int MaxPrintedScores = 16;

    /// <summary>Completes a split and prints the written files.</summary>
    /// <returns>The exit code.</returns>
    public int CompleteSplit(SpriteDataset data, string split, double promptFraction, string folder)
    {
        (CompletionSet completions, IReadOnlyList<string> files) = Complete(data, split, promptFraction, folder);
        WriteResult([completions], files);
        return ExitCode.Success;
    }

    /// <summary>Completes a split and writes contact sheets and a text file.</summary>
    /// <returns>The completions and the written files, contact sheets first.</returns>
    public (CompletionSet Completions, IReadOnlyList<string> Files) Complete(SpriteDataset data, string split, double promptFraction, string folder)
    {
        model.CheckSamePalette(data);
        CompletionSet completions = Generate(data[split], promptFraction);
        IReadOnlyList<string> files = session.IsRoot ? Save(completions, folder, $"{split} split, {Path.GetFileName(Path.TrimEndingDirectorySeparator(data.Name))}") : [];
        return (completions, [.. files, .. Record(completions, folder)]);
    }

    private static List<string> Save(CompletionSet completions, string folder, string title)
    {
        List<string> files = [.. completions.SaveSheets(folder, title)];
        string text = new RunFolder(folder).Reconstructions;
        completions.SaveText(text);
        return [.. files, text];
    }

    /// <summary>Saves the token statistics if <c>--record</c> is given.</summary>
    /// <returns>The written files.</returns>
    public IReadOnlyList<string> Record(CompletionSet completions, string folder) => record ? completions.SaveRecord(model, folder, threads, session.Group) : [];

    /// <summary>Completes sprites, with a progress bar if there are several.</summary>
    /// <param name="sprites">The sprites.</param>
    /// <param name="promptFraction">The fraction of each sprite that is the prompt.</param>
    public CompletionSet Generate(IReadOnlyList<Sprite> sprites, double promptFraction) => Generate(sprites, new CompletionSettings { PromptFraction = promptFraction });

    /// <summary>Completes pictures, with a progress bar if there are several.</summary>
    /// <param name="sprites">The pictures.</param>
    /// <param name="promptLengths">Number of pixels of each picture that are its prompt.</param>
    /// <param name="masks">For each picture, whether each pixel is to be drawn; null for the pixels after its prompt.</param>
    public CompletionSet Generate(IReadOnlyList<Sprite> sprites, IReadOnlyList<int> promptLengths, IReadOnlyList<bool[]?> masks) =>
        Generate(sprites, new CompletionSettings { PromptLengths = promptLengths, Masks = masks });

    private CompletionSet Generate(IReadOnlyList<Sprite> sprites, CompletionSettings inputs)
    {
        int count = candidates?.Count ?? options.NumReturnSequences;
        CompletionSettings settings = inputs with { BestOf = count, Ranking = candidates?.Ranking ?? CompletionRanking.Likelihood, Generation = options, Threads = threads, Group = session.Group };
        if (options.NumBeams > 1) device?.RequireProcessor("beam search");
        else settings = settings with { Device = device?.For(() => model.ParameterCount, (long)sprites.Count * count) };
        if ((long)sprites.Count * count is <= 1 or > int.MaxValue || !session.IsLive) return CompletionSet.Generate(model, sprites, settings, cancellationToken: session.CancellationToken);
        return ProgressBars.RunCounted(session, "completing pictures", sprites.Count * count, progress => CompletionSet.Generate(model, sprites, settings, progress, session.CancellationToken));
    }

    /// <summary>Prints the written files.</summary>
    /// <param name="completions">Completions of one palette each.</param>
    /// <param name="files">The files.</param>
    /// <param name="pictures">Descriptions of the completed picture files, for <c>--json</c>; null if there are none.</param>
    public void WriteResult(IReadOnlyList<CompletionSet> completions, IReadOnlyList<string> files, JsonArray? pictures = null)
    {
        int count = completions.Sum(c => c.All.Count);
        var json = new JsonObject { ["completions"] = count, ["files"] = new JsonArray([.. files.Select(f => (JsonNode)f)]) };
        if (pictures is not null) json["pictures"] = pictures;
        double[] scores = [.. completions.SelectMany(c => c.All).Select(c => c.Score).OfType<double>()];
        if (scores.Length > 0) json["scores"] = new JsonArray([.. scores.Select(s => (JsonNode)Math.Round(s, 6))]);
        session.WriteResult(json, () =>
        {
            if (session.IsTerminal) TerminalSprites.Write(session.Console, completions[0]);
            session.WriteLine($"{DisplayFormat.Plural(count, "completion")}:");
            foreach (string file in files) session.WriteLine("  " + file);
            if (scores.Length is > 0 and <= MaxPrintedScores) session.WriteLine($"scores of the selected candidates ({candidates!.Ranking.Unit}): {string.Join(", ", scores.Select(s => s.ToString("0.000")))}");
        });
    }
}
