using System.Text;
using System.Text.Json;
using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Generation;
using PixelGpt.Imaging;
using PixelGpt.IO;
using PixelGpt.Models;
using PixelGpt.Processes;
using PixelGpt.Rendering;

namespace PixelGpt.Runs;

/// <summary>The completions of several sprites, with the files that can be written from them.</summary>
public sealed class CompletionSet
{
    private CompletionSet(IReadOnlyList<Completion> all, Palette palette)
    {
        All = all;
        Palette = palette;
    }

    /// <summary>All completions; those of the same sprite are consecutive.</summary>
    public IReadOnlyList<Completion> All { get; }

    /// <summary>The palette of the pictures.</summary>
    public Palette Palette { get; }

    /// <summary>Completes sprites. Pixels after the prompt are only used as the truth; the model does not see them.</summary>
    /// <param name="model">The model.</param>
    /// <param name="sprites">The sprites; at least the pixels of the prompt must be known.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="progress">Receives the number of finished candidates; may be null.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per pixel.</param>
    /// <returns>The completions.</returns>
    /// <exception cref="InputException">There are no sprites, a sprite has fewer pixels than the prompt or does not fit the model, or a setting is invalid.</exception>
    public static CompletionSet Generate(
        PixelModel model, IReadOnlyList<Sprite> sprites, CompletionSettings settings, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(sprites);
        ArgumentNullException.ThrowIfNull(settings);
        settings.Generation.Validate();
        int samples = settings.Generation.NumReturnSequences, candidates = settings.BestOf ?? samples;
        if (candidates < samples) throw new InputException($"best-of must be at least the number of completions, {samples} (got {candidates})");
        InputException.Check(candidates <= GenerationOptions.MaxSequences, "best-of", candidates, $"at most {GenerationOptions.MaxSequences}");
        if (sprites.Count == 0) throw new InputException("there are no sprites to complete");
        if (candidates > samples) settings.Ranking.Check(model, sprites, settings.Generation);
        CompletionRequest[] requests = [.. sprites.Select((s, i) => RequestOf(s, i, settings))];
        using var decoder = new PixelDecoder(model, settings.Threads, settings.Group, settings.Device);
        int[][] pixels = decoder.Complete(requests, settings.Generation with { NumReturnSequences = candidates }, progress, cancellationToken);
        var all = new Completion[pixels.Length];
        for (int i = 0; i < all.Length; i++)
        {
            Sprite source = sprites[i / candidates];
            bool[]? mask = settings.Masks?[i / candidates];
            all[i] = new Completion(
                mask is null ? new Sprite(source.Width, source.Height, requests[i / candidates].Prompt.Span) : source,
                new Sprite(source.Width, source.Height, pixels[i]),
                source.IsComplete && mask is null ? source : null)
            {
                Mask = mask,
            };
        }

        return new CompletionSet(candidates > samples ? settings.Ranking.Select(model, all, candidates, samples, settings.Threads, settings.Group, cancellationToken) : all, model.Palette);
    }

    private static CompletionRequest RequestOf(Sprite sprite, int index, CompletionSettings settings)
    {
        if (settings.Masks?[index] is { } mask) return CompletionRequest.Of(sprite, mask, index);
        return settings.PromptLengths is { } lengths ? CompletionRequest.Of(sprite.FirstPixels(lengths[index]), index) : CompletionRequest.Of(sprite, settings.PromptFraction, index);
    }

    /// <summary>Writes the completions as text in the format of the course work: one line of palette indices per completion, separated by spaces.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FailureException">The file could not be written.</exception>
    public void SaveText(string path)
    {
        var text = new StringBuilder();
        foreach (Completion completion in All) text.AppendJoin(' ', completion.Result.Pixels.ToArray()).Append('\n');
        AtomicFile.WriteAllText(path, text.ToString());
    }

    /// <summary>
    /// Writes the token statistics. <c>record.jsonl</c> has one object per completion with the <c>probability</c> and
    /// <c>entropy</c> (in nats) of each pixel except the first. <c>entropy.png</c> and <c>surprisal.png</c> are heat maps of the
    /// first 96 completions; brighter is higher.
    /// </summary>
    /// <param name="model">The model that generated the completions.</param>
    /// <param name="folder">The folder to write to.</param>
    /// <param name="threads">Number of threads to use; results do not depend on it.</param>
    /// <param name="group">The processes that share the computation, of which the root writes; null for this process only.</param>
    /// <returns>The paths of the files; none in other processes than the root.</returns>
    /// <exception cref="FailureException">A file could not be written.</exception>
    public IReadOnlyList<string> SaveRecord(PixelModel model, string folder, int threads, IProcessGroup? group = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var likelihood = new Likelihood(model, threads, group);
        PredictionRecord[] records = likelihood.Record([.. All.Select(c => c.Result)]);
        if (group is { Rank: > 0 }) return [];
        string text = Path.Combine(folder, "record.jsonl");
        AtomicFile.WriteAllText(text, string.Concat(records.Select(r => JsonSerializer.Serialize(r, RunJson.Compact.PredictionRecord) + "\n")));
        string Map(string name, Func<PredictionRecord, float[]> values)
        {
            float[][] shown = [.. records.Take(ContactSheet.MaxSprites).Select(values)];
            float greatest = Math.Max(1e-6f, shown.Max(v => v.Max()));
            Sprite[] maps = [.. shown.Select((v, i) => HeatMap.Draw(v, first: 1, All[i].Result.Width, All[i].Result.Height, greatest))];
            string path = Path.Combine(folder, name + ".png");
            PngWriter.Write(path, ContactSheet.Grid(maps, HeatMap.Palette, $"{name} in nats, 0 (dark) to {greatest:0.00} (bright)"));
            return path;
        }

        return [text, Map("entropy", r => r.Entropy), Map("surprisal", r => [.. r.Probability.Select(p => -MathF.Log(MathF.Max(p, 1e-30f)))])];
    }

    /// <summary>
    /// Writes contact sheets of the first 96 completions: prompts, completions, truths (if all are known), and one with
    /// prompt, completion and truth side by side.
    /// </summary>
    /// <param name="folder">The folder to write to.</param>
    /// <param name="name">The name of the sprites, for the titles.</param>
    /// <returns>The paths of the files, the side-by-side sheet first.</returns>
    /// <exception cref="FailureException">A file could not be written.</exception>
    public IReadOnlyList<string> SaveSheets(string folder, string name)
    {
        Completion[] shown = [.. All.Take(ContactSheet.MaxSprites)];
        var files = new List<string>();
        void Save(string file, PixelImage sheet)
        {
            string path = Path.Combine(folder, file);
            PngWriter.Write(path, sheet);
            files.Add(path);
        }

        Sprite[] truths = [.. shown.Select(c => c.Truth).OfType<Sprite>()];
        string kinds = truths.Length > 0 ? "prompt | completion | truth" : "prompt | completion";
        Save("side_by_side.png", ContactSheet.Triptych([.. shown.Select(c => (c.Prompt, c.Result, c.Truth))], Palette, $"{name}: {kinds}"));
        Save("prompts.png", ContactSheet.Grid([.. shown.Select(c => c.Prompt)], Palette, $"{name}: prompts"));
        Save("completions.png", ContactSheet.Grid([.. shown.Select(c => c.Result)], Palette, $"{name}: completions"));
        if (truths.Length == shown.Length) Save("truths.png", ContactSheet.Grid(truths, Palette, $"{name}: truths"));
        return files;
    }
}
