using PixelGpt.Data;
using PixelGpt.IO;
using PixelGpt.Judging.Measures;
using PixelGpt.Models;
using PixelGpt.Numerics;
using PixelGpt.Processes;

namespace PixelGpt.Judging;

/// <summary>
/// A trained judge: a classifier that estimates the probability that a picture is a real sprite of the data set it was trained on.
/// Its folder contains the generator, as a model folder (<c>config.json</c>, <c>model.safetensors</c>, <c>colormap.txt</c>),
/// the head (<c>head.safetensors</c>) and the record (<c>judge.json</c>).
/// </summary>
internal sealed class Judge
{
    private const int MaxFileBytes = 1 << 22;
    private const int MaxSide = 1 << 12;

    /// <summary>The file name of the record.</summary>
    public const string RecordName = "judge.json";

    /// <summary>The file name of the head.</summary>
    public const string HeadName = "head.safetensors";

    private readonly PixelModel _generator;
    private readonly JudgeHead _head;

    internal Judge(PixelModel generator, JudgeHead head, JudgeRecord record)
    {
        _generator = generator;
        _head = head;
        Record = record;
    }

    /// <summary>The palette of the pictures that it can judge.</summary>
    public Palette Palette => _generator.Palette;

    /// <summary>How the judge was trained, and its figures.</summary>
    public JudgeRecord Record { get; }

    /// <summary>The minimum probability of a picture that is judged real.</summary>
    public double Threshold => Probability(Record.Threshold);

    /// <summary>Loads a judge.</summary>
    /// <param name="folder">Folder that <c>pixelgpt judge train</c> wrote.</param>
    /// <returns>The judge.</returns>
    /// <exception cref="InputException">The folder does not exist, or its files are damaged or do not belong together.</exception>
    public static Judge Load(string folder)
    {
        if (!Directory.Exists(folder)) throw new InputException($"{folder}: no such folder; train a judge with 'pixelgpt judge train'");
        JudgeRecord record = LoadRecord(Path.Combine(folder, RecordName));
        PixelModel generator = ModelFolder.Load(folder);
        generator.Config.CheckFits(generator.Palette.Count, record.Width * record.Height, Path.Combine(folder, ModelFolder.ConfigName));
        return new Judge(generator, JudgeHead.Load(Path.Combine(folder, HeadName), SurprisalProfile.LengthFor(record.Height)), record);
    }

    /// <summary>Checks that a folder does not contain a judge or a model yet, so that a judge can be saved in it.</summary>
    /// <param name="folder">The folder; it need not exist.</param>
    /// <exception cref="InputException">The folder contains a judge or a model.</exception>
    public static void CheckFree(string folder)
    {
        foreach (string name in (string[])[RecordName, HeadName, ModelFolder.ConfigName, ModelFolder.WeightsName, EnsembleFolder.FileName])
        {
            if (File.Exists(Path.Combine(folder, name))) throw new InputException($"{folder}: {name} exists and would be overwritten; choose another --out");
        }
    }

    /// <summary>Saves the judge. The record is written last, so that a folder with a record is complete.</summary>
    /// <param name="folder">The folder; it is created if it does not exist.</param>
    /// <exception cref="InputException">The folder contains a judge or a model.</exception>
    /// <exception cref="FailureException">A file could not be written.</exception>
    public void Save(string folder)
    {
        CheckFree(folder);
        _generator.Config.Save(Path.Combine(folder, ModelFolder.ConfigName));
        AtomicFile.WriteAllText(Path.Combine(folder, ModelFolder.ColormapName), Palette.ToColormapText());
        ModelFolder.SaveWeights(_generator.Transformer, Path.Combine(folder, ModelFolder.WeightsName));
        _head.Save(Path.Combine(folder, HeadName));
        AtomicFile.WriteAllText(Path.Combine(folder, RecordName), Record.ToJson() + "\n");
    }

    /// <summary>Judges pictures.</summary>
    /// <param name="sprites">Complete pictures of the judge's size and palette.</param>
    /// <param name="threads">Number of threads to use; results do not depend on it.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per picture.</param>
    /// <param name="group">The processes that share the pictures, each of which gets all verdicts; null for this process only.</param>
    /// <returns>The verdict on each picture.</returns>
    /// <exception cref="InputException">A picture is partial, has another size, or has colours outside the palette.</exception>
    /// <exception cref="FailureException">The judge's output is not finite.</exception>
    public IReadOnlyList<Verdict> Score(IReadOnlyList<Sprite> sprites, int threads, CancellationToken cancellationToken = default, IProcessGroup? group = null)
    {
        ArgumentNullException.ThrowIfNull(sprites);
        for (int i = 0; i < sprites.Count; i++) Check(sprites[i], i);
        using var pool = new WorkerPool(threads);
        var profiler = new SurprisalProfiler(_generator.Transformer, Record.Width, Record.Height, Record.Recipe.PromptFraction, pool);
        double[][] profiles = (group ?? OneProcess.Instance).Compute(sprites.Count, null, (start, end, _) => profiler.Profile([.. sprites.Take(start..end)], null, cancellationToken));
        return [.. profiles.Select(profile =>
        {
            double logit = _head.Logit(profile);
            if (!double.IsFinite(logit)) throw new FailureException(FormattableString.Invariant($"the judge's output is not finite (logit {logit}): its weights are too large for float32; train it again with a lower learning rate"));
            return new Verdict(Probability(logit), logit >= Record.Threshold);
        })];
    }

    /// <summary>Checks that the judge can judge pictures of a data set.</summary>
    /// <param name="data">The data set.</param>
    /// <exception cref="InputException">The data set has another sprite size or palette.</exception>
    public void CheckFits(SpriteDataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        CheckSamePalette(data.Palette, data.Name);
        data.CheckOneSize("a judge");
        if ((data.Width, data.Height) != (Record.Width, Record.Height))
            throw new InputException($"{data.Name}: sprites have {data.Width}×{data.Height} pixels; the judge was trained on {Record.Width}×{Record.Height}");
    }

    /// <summary>Checks that a palette is the judge's.</summary>
    /// <param name="palette">The palette.</param>
    /// <param name="name">Name of its owner, for the error message.</param>
    /// <exception cref="InputException">The palettes differ.</exception>
    public void CheckSamePalette(Palette palette, string name)
    {
        ArgumentNullException.ThrowIfNull(palette);
        if (!palette.Colors.SequenceEqual(Palette.Colors))
            throw new InputException($"{name}: its palette of {palette.Count} colours is not the one the judge was trained on ({Palette.Count} colours), so its indices mean other colours; train a judge on data with this palette");
    }

    /// <summary>Reads <c>judge.json</c>.</summary>
    /// <exception cref="InputException">The file is missing or damaged.</exception>
    internal static JudgeRecord LoadRecord(string path)
    {
        if (!File.Exists(path)) throw new InputException($"{path}: no such file; expected a folder written by 'pixelgpt judge train'");
        string text = InputFile.ReadAllText(path, MaxFileBytes, "a judge record");
        JudgeRecord record = InputJson.Read(path, () => LegacyNames.Deserialize(path, text, JudgeJson.Default.JudgeRecord)) ?? throw new InputException($"{path}: it is empty");
        if (record.Width is < 1 or > MaxSide || record.Height is < 1 or > MaxSide || !(record.Temperature > 0 && double.IsFinite(record.Temperature)) || !double.IsFinite(record.Threshold))
            throw new InputException($"{path}: the file is damaged: size {record.Width}×{record.Height}, temperature {record.Temperature} or threshold {record.Threshold} is out of range");
        if (record.Negatives.Contains(null!) || record.HeldOutKinds.Contains(null!) || record.References.Contains(null!)) throw new InputException($"{path}: the file is damaged: a list contains null");
        _ = InputException.Within(path, record.Recipe.Validate);
        return record;
    }

    private double Probability(double logit) => BinaryLoss.Sigmoid(logit / Record.Temperature);

    private void Check(Sprite sprite, int index)
    {
        if (!sprite.IsComplete) throw new InputException($"picture {index} is partial ({sprite.Pixels.Length} of {sprite.Width * sprite.Height} pixels); only complete pictures can be judged");
        if ((sprite.Width, sprite.Height) != (Record.Width, Record.Height))
            throw new InputException($"picture {index} has {sprite.Width}×{sprite.Height} pixels; the judge was trained on {Record.Width}×{Record.Height}");
        foreach (int pixel in sprite.Pixels)
        {
            if ((uint)pixel >= (uint)Palette.Count) throw new InputException($"picture {index} has index {pixel}, outside the judge's palette of {Palette.Count} colours");
        }
    }
}
