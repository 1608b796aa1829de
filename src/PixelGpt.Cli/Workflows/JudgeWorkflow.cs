using System.Text.Json.Nodes;
using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Show;
using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Imaging;
using PixelGpt.Judging;
using PixelGpt.Judging.Negatives;
using PixelGpt.Models;
using PixelGpt.Rendering;
using PixelGpt.Runs;
using Spectre.Console;

namespace PixelGpt.Cli.Workflows;

/// <summary>Trains a judge, or applies it to pictures.</summary>
internal sealed class JudgeWorkflow(Session session, int threads)
{
    /// <summary>Trains a judge, saves it and prints its figures.</summary>
    public void Train(SpriteDataset data, JudgeRecipe recipe, string[] runs, string folder)
    {
        Judge.CheckFree(folder);
        var training = new JudgeTraining(data, recipe, [.. runs.Select(run => CompletionsOf(run, data))], threads);
        session.Progress.WriteLine($"data     {DisplayFormat.Dataset(data)}");
        session.Progress.WriteLine($"judge    {folder}");
        Judge judge = JudgeTrainingDisplay.Train(session, training);
        judge.Save(folder);
        JsonObject json = JsonNode.Parse(judge.Record.ToJson())!.AsObject();
        json.Insert(0, "judge", folder);
        session.WriteResult(json, console =>
        {
            JudgeDisplay.Write(console, judge.Record);
            console.WriteLine($"Next: pixelgpt judge score {DisplayFormat.Argument(folder)} RUN");
        });
    }

    /// <summary>Prints the detection rate of the pictures of a folder.</summary>
    public void ScorePictures(Judge judge, string path, bool isStrict)
    {
        PictureFolder folder = PictureFolderDisplay.Load(session, path, isStrict);
        var sprites = new List<Sprite>();
        var others = new List<string>();
        int inexact = 0;
        for (int i = 0; i < folder.Pictures.Count; i++)
        {
            MatchedSprite matched = SpriteImage.ToSprite(folder.Pictures[i], judge.Palette);
            Sprite sprite = matched.Sprite;
            if ((sprite.Width, sprite.Height) != (judge.Record.Width, judge.Record.Height))
            {
                others.Add($"{Path.Combine(path, folder.Names[i])}.png has {sprite.Width}×{sprite.Height} pixels, but the judge was trained on {judge.Record.Width}×{judge.Record.Height}");
                continue;
            }

            sprites.Add(sprite);
            if (matched.Changed > 0) inexact++;
        }

        if (others.Count > 0 && (isStrict || sprites.Count == 0)) throw new InputException($"{others[0]}; resize the picture or use another judge");
        if (others.Count > 0) session.WriteLine($"{path}: skipped {DisplayFormat.Plural(others.Count, "picture")}: {Excerpt.FirstOf(others, PictureFolderDisplay.MaxShown)}");
        if (inexact > 0) session.Progress.WriteLine($"{path}: {inexact} of {sprites.Count} pictures have colours that are not in the judge's palette; the nearest colours are used");
        WriteResult(DetectionRates.Compute(judge, [new PictureSet(path, sprites)], threads, session.CancellationToken), "the test split of the judge's data set");
    }

    /// <summary>Completes a split with a model and prints the detection rate of the completions.</summary>
    public void ScoreRun(Judge judge, PixelModel model, SpriteDataset data, string split, double promptFraction, GenerationOptions options, Candidates candidates)
    {
        model = model.ForPaletteOf(data);
        judge.CheckFits(data);
        session.Progress.WriteLine($"completing {data[split].Count} sprites of the {split} split");
        var settings = new CompletionSettings { PromptFraction = promptFraction, BestOf = candidates.Count, Ranking = candidates.Ranking, Generation = options, Threads = threads };
        var completions = CompletionSet.Generate(model, data[split], settings, cancellationToken: session.CancellationToken);
        string name = options.DoSample ? FormattableString.Invariant($"completions, temperature {options.Temperature}, seed {options.Seed}") : options.NumBeams > 1 ? $"completions, {options.NumBeams} beams" : "completions, greedy";
        IReadOnlyList<Sprite> train = data.Splits.TryGetValue(SpriteDataset.Train, out IReadOnlyList<Sprite>? sprites) ? sprites : [];
        int promptLength = SequenceViews.PromptLength(data.Area, promptFraction);
        var rates = DetectionRates.Compute(judge, [new PictureSet(name, [.. completions.All.Select(c => c.Result)])], new ReferencePictures(data[split], train, promptLength), threads, session.CancellationToken);
        WriteResult(rates, $"the {split} split");
    }

    private void WriteResult(DetectionRates rates, string referenceSprites) =>
        session.WriteResult(JsonNode.Parse(rates.ToJson())!.AsObject(), console => JudgeDisplay.Write(console, rates, referenceSprites));

    /// <summary>Creates a kind of negatives from the completions of a run.</summary>
    private CompletionNegatives CompletionsOf(string run, SpriteDataset data)
    {
        PixelModel model = PixelModel.Load(run);
        model = model.ForPaletteOf(data);
        model.Config.CheckFits(data, Path.Combine(run, ModelFolder.ConfigName));
        return new CompletionNegatives(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(run))), $"completions of the model of {run}", model, threads);
    }
}
