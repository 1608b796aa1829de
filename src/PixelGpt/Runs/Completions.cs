using System.Text;
using System.Text.Json;
using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Generation;
using PixelGpt.Imaging;
using PixelGpt.IO;
using PixelGpt.Models;
using PixelGpt.Rendering;

namespace PixelGpt.Runs;

/// <summary>Finished pictures with what they were finished from.</summary>
public sealed class Completions
{
    private Completions(IReadOnlyList<Completion> all, Palette palette)
    {
        All = all;
        Palette = palette;
    }

    /// <summary>Every completion; those of one sprite follow one another.</summary>
    public IReadOnlyList<Completion> All { get; }

    /// <summary>The colours of their indices.</summary>
    public Palette Palette { get; }

    /// <summary>Finishes sprites from the first share of their pixels. What lies behind is kept for comparison and never shown to the model.</summary>
    /// <param name="model">The model that draws.</param>
    /// <param name="sprites">Sprites, known at least as far as <paramref name="promptFraction"/> asks.</param>
    /// <param name="promptFraction">The share of a picture that prompts keep.</param>
    /// <param name="bestOf">How many are drawn of each; where that is more than <see cref="GenerationOptions.NumReturnSequences"/>, the likeliest by the model's own judgement are kept, likeliest first.</param>
    /// <param name="options">How pixels are chosen, and how many different completions there are of each sprite.</param>
    /// <param name="threads">How many threads to use; results do not depend on it.</param>
    /// <param name="progress">Told the number of completions done; may be null.</param>
    /// <param name="cancellationToken">Gives up at the next pixel.</param>
    /// <exception cref="InputException">A sprite is not known far enough or does not fit the model, or an option makes no sense.</exception>
    public static Completions Draw(
        PixelModel model, IReadOnlyList<Sprite> sprites, double promptFraction, int bestOf, GenerationOptions options, int threads, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(sprites);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        int samples = options.NumReturnSequences;
        if (bestOf < samples) throw new InputException($"best-of is {bestOf}; it must be at least the number of completions, {samples}");
        if (sprites.Count == 0) throw new InputException("there are no sprites to finish");
        CompletionRequest[] requests = [.. sprites.Select((s, i) => CompletionRequest.Of(s, promptFraction, i))];
        using var decoder = new Generation.PixelDecoder(model, threads);
        int[][] pixels = decoder.Complete(requests, options with { NumReturnSequences = bestOf }, progress, cancellationToken);
        var all = new Completion[pixels.Length];
        for (int i = 0; i < all.Length; i++)
        {
            Sprite source = sprites[i / bestOf];
            all[i] = new Completion(
                new Sprite(source.Width, source.Height, requests[i / bestOf].Prompt.Span),
                new Sprite(source.Width, source.Height, pixels[i]),
                source.IsComplete ? source : null);
        }

        return new Completions(bestOf > samples ? Likeliest(model, all, samples, bestOf, threads) : all, model.Palette);
    }

    /// <summary>Of each sprite's completions the likeliest, first to last.</summary>
    private static Completion[] Likeliest(PixelModel model, Completion[] all, int samples, int bestOf, int threads)
    {
        using var likelihood = new Likelihood(model.Transformer, threads);
        float[][] nll = likelihood.Surprisals([.. all.Select(c => c.Result)]);
        return [.. Enumerable.Range(0, all.Length).GroupBy(i => i / bestOf)
            .SelectMany(sprite => sprite.OrderBy(i => nll[i].Skip(all[i].Prompt.Pixels.Length - 1).Sum(v => (double)v)).Take(samples))
            .Select(i => all[i])];
    }

    /// <summary>Writes a line of palette indices a completion, separated by spaces, as the course work does.</summary>
    public void SaveText(string path)
    {
        var text = new StringBuilder();
        foreach (Completion completion in All) text.AppendJoin(' ', completion.Result.Pixels.ToArray()).Append('\n');
        AtomicFile.WriteAllText(path, text.ToString());
    }

    /// <summary>
    /// Writes what the model thought of each pixel: <c>record.jsonl</c>, an object a completion with <c>probability</c> (of
    /// the pixel that stands there) and <c>entropy</c> (nats) of pixels 1 to the last, and <c>entropy.png</c> and
    /// <c>surprise.png</c>, heat maps of the first 96 (surprise is −log probability), bright where it is greatest.
    /// </summary>
    /// <param name="model">The model that drew.</param>
    /// <param name="folder">Where to.</param>
    /// <param name="threads">How many threads to use; results do not depend on it.</param>
    /// <returns>The files.</returns>
    public IReadOnlyList<string> SaveRecord(PixelModel model, string folder, int threads)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var likelihood = new Likelihood(model.Transformer, threads);
        PredictionRecord[] records = likelihood.Record([.. All.Select(c => c.Result)]);
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

        return [text, Map("entropy", r => r.Entropy), Map("surprise", r => [.. r.Probability.Select(p => -MathF.Log(MathF.Max(p, 1e-30f)))])];
    }

    /// <summary>
    /// Writes contact sheets of the first 96: prompts, completions, truths where they are known, each 6 rows of 16, and
    /// all of them side by side.
    /// </summary>
    /// <param name="folder">Where to.</param>
    /// <param name="name">What the sprites are, for the headings.</param>
    /// <returns>The files, the side-by-side sheet first.</returns>
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

/// <summary>One finished picture.</summary>
/// <param name="Prompt">What the model was given.</param>
/// <param name="Result">What it made of it.</param>
/// <param name="Truth">The true picture, where it is known whole.</param>
public sealed record Completion(Sprite Prompt, Sprite Result, Sprite? Truth);
