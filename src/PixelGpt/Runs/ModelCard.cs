using System.Globalization;
using System.Text;
using PixelGpt.Data;
using PixelGpt.Data.Sources;
using PixelGpt.Data.Sources.Hub;
using PixelGpt.Evaluation;
using PixelGpt.Generation;
using PixelGpt.IO;
using PixelGpt.Models;
using PixelGpt.Runs.Reports;
using PixelGpt.Training;

namespace PixelGpt.Runs;

/// <summary>
/// Writes the card of a model, <c>README.md</c>, with a YAML header that the Hugging Face hub reads
/// (huggingface.co/docs/hub/model-cards): what the model is, how it was trained, its figures, and how to use it. It has no dates and no
/// durations, so the same folder has the same card.
/// </summary>
internal sealed class ModelCard
{
    /// <summary>The file name.</summary>
    public const string FileName = "README.md";

    private const string Task = "image-to-image";

    private readonly RunFolder _folder;
    private readonly string _name;
    private readonly PixelModel _model;
    private readonly ModelDescription _description;
    private readonly RunHistory _history;
    private readonly DataReference? _data;
    private readonly EvaluationReport? _evaluation;
    private readonly StringBuilder _text = new();

    private ModelCard(RunFolder folder, string name, PixelModel model)
    {
        (_folder, _name, _model) = (folder, name, model);
        _description = ModelDescription.Of(model, folder);
        _history = RunHistory.Load(folder);
        _data = RunDefaults.Load(folder).Data;
        _evaluation = LoadEvaluation();
    }

    /// <summary>Writes or updates the card of a model folder, unless the user has written or edited it.</summary>
    /// <param name="folder">The model folder.</param>
    /// <param name="model">The model in the folder; null to load it.</param>
    /// <param name="name">The name of the model; null for that of the folder.</param>
    /// <returns>Whether the card is up to date.</returns>
    /// <exception cref="InputException">A file of the model is damaged.</exception>
    /// <exception cref="FailureException">A file could not be read or written.</exception>
    public static bool Write(RunFolder folder, PixelModel? model = null, string? name = null) =>
        CardFile.Write(folder.Card, new ModelCard(folder, name ?? NameOf(folder.Path), model ?? PixelModel.Load(folder.Path)).Compose());

    private string Compose()
    {
        Header();
        Line($"# {MarkdownText.Escape(_name)}");
        Line();
        Line($"A {(_model.IsEnsemble ? $"{_description.ModelType} ensemble of {_description.Members} models" : $"{_description.ModelType} model")} with {Number(_description.Parameters)} parameters that completes pixel art: it predicts the palette index of each pixel from {(_model.SupportsAnyOrder ? "the given pixels, in any order" : "the pixels before it in raster order")}.{(_history.Record is null ? "" : " Trained with PixelGpt.")}");
        Model();
        Figures();
        Training();
        Use();
        Section("Limits");
        Line($"- Pictures: {Sizes()}; {(_model.HasFreePalette ? "any palette" : $"only its own palette of {_model.Palette.Count} colours (`{ModelFolder.ColormapName}`)")}.");
        if (!_model.SupportsAnyOrder) Line("- It continues pictures in raster order; it cannot fill a hole in the middle.");
        Line("- It draws in the style of the pictures that it was trained on, and may repeat parts of them. The figures are for the data set named with them.");
        foreach (string warning in _evaluation?.Warnings ?? []) Line($"- {MarkdownText.Escape(warning)}");
        Line();
        Section("Licence");
        Line("Not stated. Before you publish this model, make sure that you may, also with regard to its training data, and add `license:` to the header of this file.");
        Line();
        return _text.ToString();
    }

    private void Header()
    {
        Line("---");
        Line("# The licence is not known to the program that wrote this file. Add it here, such as: license: mit");
        Line("library_name: pixelgpt");
        Line($"pipeline_tag: {Task}");
        Line("tags:");
        foreach (string tag in (string[])["pixel-art", "sprites", "image-completion", "pixelgpt", .. _model.Members.Select(m => m.Config.Family.ModelType).Distinct().Where(t => t != "pixelgpt")]) Line($"- {tag}");
        if (HubDataset() is { } hub)
        {
            Line("datasets:");
            Line($"- {hub}");
        }

        var results = MeasuredSplits().ToList();
        if (results.Count > 0)
        {
            Line("metrics:");
            Line("- accuracy");
            Line("model-index:");
            Line($"- name: {MarkdownText.Yaml(_name)}");
            Line("  results:");
            foreach ((string dataset, string split, double? nll, double? accuracy) in results)
            {
                Line("  - task:");
                Line($"      type: {Task}");
                Line("      name: completion of pictures");
                Line("    dataset:");
                Line($"      name: {MarkdownText.Yaml(dataset)}");
                Line($"      type: {MarkdownText.Yaml(HubDataset() ?? dataset)}");
                Line($"      split: {split}");
                Line("    metrics:");
                if (accuracy is { } a) Metric("accuracy", "accuracy of greedy completions", a);
                if (nll is { } n) Metric("nll_completed", "NLL per completed pixel (nats)", n);
            }
        }

        Line("---");
        Line();

        void Metric(string type, string name, double value)
        {
            Line($"    - type: {type}");
            Line($"      name: {MarkdownText.Yaml(name)}");
            Line(string.Create(CultureInfo.InvariantCulture, $"      value: {value:0.####}"));
        }
    }

    private void Model()
    {
        Section("Model");
        Table("", "");
        Row("family", _description.ModelType);
        if (_description.Members is { } members) Row("members", $"{members}; the probabilities are the mean of theirs; sizes below are those of the largest");
        Row("parameters", Number(_description.Parameters));
        Row("layers, hidden size, heads", $"{_description.Layers}, {_description.HiddenSize}, {_description.Heads}");
        Row("pictures", Sizes());
        Row("palette", _model.HasFreePalette ? "any; the one of its training data is in `colormap.txt`" : $"{_model.Palette.Count} colours, index 0 is the background {_model.Palette[0]}");
        Row("pixel order", _model.SupportsAnyOrder ? "any: continues pictures and fills parts" : "raster order");
        Row("default sampling", Sampling());
        Line();
    }

    private string Sampling()
    {
        try
        {
            GenerationOptions sampling = GenerationConfigFile.Load(_folder);
            return sampling.DoSample ? string.Create(CultureInfo.InvariantCulture, $"temperature {sampling.Temperature:0.##}, top-p {sampling.TopP:0.##}") : "greedy";
        }
        catch (InputException)
        {
            // Users edit this file; a mistake in it must not end a training that is complete.
            return $"not known: `{Path.GetFileName(_folder.GenerationConfig)}` is damaged";
        }
    }

    private void Figures()
    {
        Section("Figures");
        if (_evaluation is { } evaluation)
        {
            Line($"Measured by `pixelgpt evaluate` on {MarkdownText.Escape(NameOf(evaluation.Dataset.Name))}: the first {Percent(evaluation.PromptFraction)} of each picture are given. The uncertainty is the standard error over pictures.");
            Line();
            Table("split", "pictures", "figure", "value", "");
            foreach (SplitEvaluation split in evaluation.Splits)
            {
                foreach (Figure figure in EvaluationFigures.OfLikelihood(split).Take(2)) Row(split.Split, Number(split.Sprites), figure.Label, figure.Text, figure.Uncertainty ?? "");
                foreach (CompletionEvaluation completions in split.Completions ?? [])
                {
                    foreach (Figure figure in EvaluationFigures.OfCompletions(completions).Concat((completions.Distances ?? []).SelectMany(EvaluationFigures.OfDistances)))
                        Row(split.Split, Number(split.Sprites), $"{completions.Name}: {figure.Label}", figure.Text, figure.Uncertainty ?? "");
                }
            }
        }
        else if (_history.BestEpoch is { } best)
        {
            Line("Measured during training; `pixelgpt evaluate` adds more figures.");
            Line();
            Table("figure", "value");
            Row("training loss of the best epoch (nats per pixel)", EvaluationFigures.Nats(best.Loss));
            if (best.DevLoss is { } loss) Row("dev NLL per pixel (nats)", EvaluationFigures.Nats(loss));
            if (best.Accuracy is { } accuracy) Row("dev accuracy of greedy completions", EvaluationFigures.Percent(accuracy));
        }
        else
        {
            Line("Not measured yet; `pixelgpt evaluate` adds them.");
        }

        Line();
    }

    private void Training()
    {
        Section("Training");
        if (_history.Record is not { } record)
        {
            Line(_model.IsEnsemble ? "The members were trained separately." : "The folder has no record of the training.");
            if (_data is not null) Line($"Training data: {MarkdownText.Escape(NameOf(_data.Source))}.");
            Line();
            return;
        }

        DataDescription data = record.Dataset;
        TrainingRecipe recipe = record.Recipe;
        Table("", "");
        Row("data", $"{MarkdownText.Escape(NameOf(data.Name))}: {string.Join(", ", data.Splits.Select(s => $"{Number(s.Value)} {s.Key}"))} pictures of {(data.MixedSizes ? "mixed sizes, at most " : "")}{data.Width}×{data.Height} pixels in {data.Colors} colours");
        Row("data, SHA-256", $"`{data.Checksum}`");
        Row("epochs", _history.Epochs.Count == recipe.Epochs ? $"{recipe.Epochs}" : $"{_history.Epochs.Count} of {recipe.Epochs}{(_history.HasStoppedEarly ? ", stopped early" : ", not complete")}");
        if (_history.BestEpoch is { } best) Row("weights", $"those of epoch {best.Epoch}, which has the lowest {(recipe.BestMetric == SelectionMetric.DevLoss ? "dev loss" : "training loss")}");
        Row("optimizer", string.Create(CultureInfo.InvariantCulture, $"{recipe.DescribeOptimizer()}, learning rate {recipe.LearningRate} ({recipe.LrSchedulerType.ToString().ToLowerInvariant()}, {recipe.WarmupSteps} warmup steps), weight decay {recipe.WeightDecay}, batch size {recipe.BatchSize}"));
        foreach (EarlierValues earlier in record.Earlier ?? []) Row("changed when resumed", earlier.Describe());
        if (recipe.Ema > 0) Row("averaged weights", string.Create(CultureInfo.InvariantCulture, $"decay rate {recipe.Ema}"));
        if (record.BaseModel is { } start) Row("started from", $"the weights of {MarkdownText.Escape(start.Source == ModelSource.BuiltInName ? $"PixelGpt's {ModelSource.BuiltInName} model" : NameOf(start.Source))} (fine-tuning)");
        if (record.Teacher is { } teacher) Row("teacher", string.Create(CultureInfo.InvariantCulture, $"distilled from {MarkdownText.Escape(NameOf(teacher.Folder))}, weight {teacher.Weight} in the loss"));
        if (record.Extensions is { } extensions) Row("supplied by the program", MarkdownText.Escape(extensions.Describe()));
        Row("seed", $"{recipe.Seed}");
        Row("software", $"PixelGpt {record.Versions.Pixelgpt}, {record.Versions.Dotnet}");
        Line();
        Line("`training.json` has all values of the recipe.");
        Line();
    }

    private void Use()
    {
        Section("Use");
        Line("With the command line (`FOLDER` is this folder):");
        Line();
        Line("```sh");
        Line("pixelgpt complete FOLDER picture.png");
        Line("pixelgpt generate FOLDER -n 16");
        Line("```");
        Line();
        Line("With the library, the package `PixelGpt` for .NET:");
        Line();
        Line("```csharp");
        Line("PixelModel model = PixelModel.Load(\"FOLDER\");");
        Line("Sprite picture = SpriteImage.ToSprite(PngReader.Read(\"picture.png\"), model.Palette).Sprite;");
        Line("Sprite completed = model.Complete(picture.FirstPixels(picture.Pixels.Length * 6 / 10), GenerationConfigFile.Load(new RunFolder(\"FOLDER\")))[0];");
        Line("PngWriter.Write(\"completed.png\", SpriteImage.Render(completed, model.Palette, scale: 8));");
        Line("```");
        Line();
    }

    /// <summary>The figures for the header: of the evaluation, or else of the best epoch.</summary>
    private IEnumerable<(string Dataset, string Split, double? Nll, double? Accuracy)> MeasuredSplits()
    {
        if (_evaluation is { } evaluation) return evaluation.Splits.Select(s => (NameOf(evaluation.Dataset.Name), s.Split, (double?)s.NllCompleted, (double?)s.Accuracy));
        return _history is { Record: { } record, BestEpoch.Accuracy: { } accuracy } ? [(NameOf(record.Dataset.Name), SpriteDataset.Dev, null, accuracy)] : [];
    }

    private string Sizes()
    {
        TransformerDescription shape = _model.Config.Description;
        if (shape.MaxImageSize > 0) return $"up to {shape.MaxImageSize}×{shape.MaxImageSize} pixels";
        if (_history.Record?.Dataset is { MixedSizes: false } data) return $"{data.Width}×{data.Height} pixels";
        return shape.ImageWidth > 0 ? $"{shape.ImageWidth} pixels wide, at most {Number(_description.MaxPositions)} pixels" : $"at most {Number(_description.MaxPositions)} pixels";
    }

    /// <summary>Reads the evaluation if it is one of the current weights.</summary>
    private EvaluationReport? LoadEvaluation()
    {
        if (!File.Exists(_folder.Evaluation)) return null;
        try
        {
            var report = EvaluationReport.Load(_folder.Evaluation);
            return report.Model?.WeightsChecksum == _description.WeightsChecksum ? report : null;
        }
        catch (InputException)
        {
            return null; // a damaged evaluation is reported by the commands that show it
        }
    }

    /// <summary>Returns the name of the training data on the hub; null if it is not there.</summary>
    private string? HubDataset() => (_data is null ? null : SpriteSources.HubNameOf(_data.Source)) is { } name ? HubDatasetId.Parse(name).Repository : null;

    /// <summary>Returns the last part of a path, so that a card does not tell the folders of the user's disk.</summary>
    private static string NameOf(string path) => path.StartsWith(HubDatasetId.Prefix, StringComparison.Ordinal) ? path : Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));

    private void Section(string title)
    {
        if (_text[^1] == '\n' && _text[^2] != '\n') Line();
        Line($"## {title}");
        Line();
    }

    private void Table(params string[] heads)
    {
        Row(heads);
        Row([.. heads.Select(_ => "---")]);
    }

    private void Row(params string[] cells) => Line($"| {string.Join(" | ", cells)} |");

    private void Line(string line = "") => _text.Append(line).Append('\n');

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Percent(double fraction) => string.Create(CultureInfo.InvariantCulture, $"{100 * fraction:0.#} %");
}
