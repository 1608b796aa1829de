namespace PixelGpt.Judging;

/// <summary>How a judge is made. In JSON the names are in snake case.</summary>
public sealed record JudgeRecipe
{
    /// <summary>Passes over the train split in which the network first learns to draw, as a generator.</summary>
    public int GeneratorEpochs { get; init; } = 12;

    /// <summary>The pass after which the generator's early completions are drawn; the late ones come after the last.</summary>
    public int EarlyEpoch { get; init; } = 2;

    /// <summary>Passes in which it learns to judge: each shows every real sprite once, and as many others.</summary>
    public int Epochs { get; init; } = 8;

    /// <summary>Pictures a step.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>The highest learning rate; it rises over the first tenth and falls to 0 along half a cosine.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>AdamW's weight decay.</summary>
    public double WeightDecay { get; init; } = 0.1;

    /// <summary>How many of each kind of negative are made of each sprite before training.</summary>
    public int NegativeRounds { get; init; } = 4;

    /// <summary>The share of a picture that prompts keep: where completions begin.</summary>
    public double Keep { get; init; } = Data.SequenceViews.DefaultKeep;

    /// <summary>The share of real dev sprites that reach the threshold.</summary>
    public double PassRate { get; init; } = 0.9;

    /// <summary>Whether a judge is also trained without each kind of negative in turn, to be tested on that kind.</summary>
    public bool HeldOutKinds { get; init; } = true;

    /// <summary>What all chance follows from.</summary>
    public ulong Seed { get; init; }

    /// <summary>Makes sure that it can be followed.</summary>
    /// <exception cref="InputException">It cannot; the message names the value.</exception>
    public void Validate()
    {
        Check(GeneratorEpochs >= 1, "generator_epochs", GeneratorEpochs, "at least 1");
        Check(EarlyEpoch >= 1 && EarlyEpoch <= GeneratorEpochs, "early_epoch", EarlyEpoch, $"1 to {GeneratorEpochs}");
        Check(Epochs >= 1, "epochs", Epochs, "at least 1");
        Check(BatchSize >= 2, "batch_size", BatchSize, "at least 2");
        Check(LearningRate > 0 && double.IsFinite(LearningRate), "learning_rate", LearningRate, "above 0");
        Check(WeightDecay >= 0 && double.IsFinite(WeightDecay), "weight_decay", WeightDecay, "at least 0");
        Check(NegativeRounds is >= 1 and <= 100, "negative_rounds", NegativeRounds, "1 to 100");
        Check(Keep is > 0 and < 1, "keep", Keep, "between 0 and 1");
        Check(PassRate is > 0 and <= 1, "pass_rate", PassRate, "above 0 and at most 1");
    }

    private static void Check<T>(bool holds, string name, T value, string wanted)
    {
        if (!holds) throw new InputException(FormattableString.Invariant($"{name} is {value}; it must be {wanted}"));
    }
}
