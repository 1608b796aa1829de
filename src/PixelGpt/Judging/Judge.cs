using PixelGpt.Data;
using PixelGpt.IO;
using PixelGpt.Judging.Measures;
using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Judging;

/// <summary>
/// A trained judge: it says of a picture how likely it is one of the data set it was trained on. Its folder is that of
/// its generator, a model's (<c>config.json</c>, <c>model.safetensors</c>, <c>colormap.txt</c>), with <c>head.safetensors</c>
/// and <c>judge.json</c> beside them.
/// </summary>
public sealed class Judge
{
    private const int MaxFileBytes = 1 << 22;
    private const int MaxSide = 1 << 12;

    /// <summary>The record's file name.</summary>
    public const string RecordName = "judge.json";

    /// <summary>The file name of what weighs the surprises.</summary>
    public const string HeadName = "head.safetensors";

    private readonly PixelModel _generator;
    private readonly JudgeHead _head;

    internal Judge(PixelModel generator, JudgeHead head, JudgeRecord record)
    {
        _generator = generator;
        _head = head;
        Record = record;
    }

    /// <summary>The colours of the pictures it knows.</summary>
    public Palette Palette => _generator.Palette;

    /// <summary>What it was made of and how good it is.</summary>
    public JudgeRecord Record { get; }

    /// <summary>The probability from which on a picture counts as real.</summary>
    public double Threshold => Probability(Record.Threshold);

    /// <summary>Loads a judge.</summary>
    /// <param name="folder">A folder that <c>pixelgpt judge train</c> wrote.</param>
    /// <exception cref="InputException">There is none, or its files are damaged or do not fit together.</exception>
    public static Judge Load(string folder)
    {
        if (!Directory.Exists(folder)) throw new InputException($"{folder}: no such folder; 'pixelgpt judge train' makes a judge");
        JudgeRecord record = LoadRecord(Path.Combine(folder, RecordName));
        PixelModel generator = ModelFolder.Load(folder);
        generator.Config.CheckFits(generator.Palette.Count, record.Width * record.Height, Path.Combine(folder, ModelFolder.ConfigName));
        return new Judge(generator, JudgeHead.Load(Path.Combine(folder, HeadName), SurprisalProfile.LengthFor(record.Height)), record);
    }

    /// <summary>Makes sure that a judge can be saved in a folder, which is to say that nothing of the kind is there.</summary>
    /// <exception cref="InputException">A judge or a model is there.</exception>
    public static void CheckFree(string folder)
    {
        foreach (string name in (string[])[RecordName, HeadName, ModelFolder.ConfigName, ModelFolder.WeightsName])
        {
            if (File.Exists(Path.Combine(folder, name))) throw new InputException($"{folder}: {name} is here, which the judge would write over; give another --out");
        }
    }

    /// <summary>Saves it; the record comes last, so that a folder with one is whole.</summary>
    /// <exception cref="InputException">A judge or a model is there.</exception>
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

    /// <summary>What it says of each picture: the probability that it is real.</summary>
    /// <param name="sprites">Whole pictures of the size it knows, over its palette.</param>
    /// <param name="threads">How many threads to use; results do not depend on it.</param>
    /// <param name="cancellationToken">Gives up at the next picture.</param>
    /// <exception cref="InputException">A picture is not whole, of another size, or of other colours.</exception>
    public IReadOnlyList<Verdict> Score(IReadOnlyList<Sprite> sprites, int threads, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sprites);
        for (int i = 0; i < sprites.Count; i++) Check(sprites[i], i);
        using var pool = new WorkerPool(threads);
        var reader = new SurprisalReader(_generator.Transformer, Record.Width, Record.Height, Record.Recipe.PromptFraction, pool);
        return [.. reader.Read(sprites, null, cancellationToken).Select(profile =>
        {
            double logit = _head.Logit(profile);
            if (!double.IsFinite(logit)) throw new FailureException(FormattableString.Invariant($"the judge's logit is {logit}: its weights are too large for float32; train it again with a lower learning rate"));
            return new Verdict(Probability(logit), logit >= Record.Threshold);
        })];
    }

    /// <summary>Makes sure that it knows pictures such as those of a data set.</summary>
    /// <exception cref="InputException">They are of another size or palette.</exception>
    public void CheckFits(SpriteDataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        CheckSamePalette(data.Palette, data.Name);
        if ((data.Width, data.Height) != (Record.Width, Record.Height))
            throw new InputException($"{data.Name} has {data.Width}×{data.Height} pixels a sprite; the judge was trained on {Record.Width}×{Record.Height}");
    }

    /// <summary>Makes sure that a palette is the one it knows.</summary>
    /// <param name="palette">The palette.</param>
    /// <param name="name">Whose it is, for the error.</param>
    /// <exception cref="InputException">It is another.</exception>
    public void CheckSamePalette(Palette palette, string name)
    {
        ArgumentNullException.ThrowIfNull(palette);
        if (!palette.Colors.SequenceEqual(Palette.Colors))
            throw new InputException($"{name}: its palette of {palette.Count} colours is not the one the judge was trained on ({Palette.Count} colours), so its indices mean other colours; train a judge on data of this palette");
    }

    /// <summary>Reads <c>judge.json</c>.</summary>
    /// <exception cref="InputException">It is missing or damaged.</exception>
    internal static JudgeRecord LoadRecord(string path)
    {
        if (!File.Exists(path)) throw new InputException($"{path}: no such file; is this the folder of a judge?");
        string text = InputFile.ReadAllText(path, MaxFileBytes, "a judge's record");
        JudgeRecord record = InputJson.Read(path, () => LegacyNames.Deserialize(path, text, JudgeJson.Default.JudgeRecord)) ?? throw new InputException($"{path}: it is empty");
        if (record.Width is < 1 or > MaxSide || record.Height is < 1 or > MaxSide || !(record.Temperature > 0 && double.IsFinite(record.Temperature)) || !double.IsFinite(record.Threshold))
            throw new InputException($"{path}: a size of {record.Width}×{record.Height}, a temperature of {record.Temperature} or a threshold of {record.Threshold} makes no sense; the file is damaged");
        if (record.Negatives.Contains(null!) || record.HeldOutKinds.Contains(null!) || record.Scale.Contains(null!)) throw new InputException($"{path}: a null stands in a list; the file is damaged");
        _ = InputException.Within(path, record.Recipe.Validate);
        return record;
    }

    private double Probability(double logit) => BinaryLoss.Sigmoid(logit / Record.Temperature);

    private void Check(Sprite sprite, int index)
    {
        if (!sprite.IsComplete) throw new InputException($"picture {index} is known to {sprite.Pixels.Length} of {sprite.Width * sprite.Height} pixels; only whole ones can be judged");
        if ((sprite.Width, sprite.Height) != (Record.Width, Record.Height))
            throw new InputException($"picture {index} has {sprite.Width}×{sprite.Height} pixels; the judge was trained on {Record.Width}×{Record.Height}");
        foreach (int pixel in sprite.Pixels)
        {
            if ((uint)pixel >= (uint)Palette.Count) throw new InputException($"picture {index} has index {pixel}, outside the judge's palette of {Palette.Count} colours");
        }
    }
}

/// <summary>What a judge says of a picture.</summary>
/// <param name="Probability">The calibrated probability that it is real, where half of all pictures are.</param>
/// <param name="IsReal">Whether it reaches the judge's threshold.</param>
public readonly record struct Verdict(double Probability, bool IsReal);
