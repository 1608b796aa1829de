using PixelGpt.Models.Families;

namespace PixelGpt.Judging;

/// <summary>How a judge is made. In JSON the names are in snake case.</summary>
public sealed record JudgeRecipe
{
    /// <summary>Pictures a step of the generator.</summary>
    internal const int GeneratorBatchSize = 16;

    /// <summary>The family of the generator, in its small size.</summary>
    public string Model { get; init; } = "gpt2";

    /// <summary>How often each train sprite is shown in a pass: as it is, and else mirrored and shifted.</summary>
    public int Copies { get; init; } = 4;

    /// <summary>Passes in which the generator learns to draw, each over all copies.</summary>
    public int GeneratorEpochs { get; init; } = 12;

    /// <summary>The pass after which the generator's early completions are drawn; the late ones come after the last.</summary>
    public int EarlyEpoch { get; init; } = 1;

    /// <summary>The generator's highest learning rate; it rises over the first twentieth and falls to 0 along half a cosine.</summary>
    public double GeneratorLearningRate { get; init; } = 3e-3;

    /// <summary>How many of each kind of negative are made of each train sprite.</summary>
    public int NegativeRounds { get; init; } = 3;

    /// <summary>Passes in which the judge learns: each shows every copy of a real sprite once, and as many negatives.</summary>
    public int Epochs { get; init; } = 12;

    /// <summary>Pictures a step of the judge.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>The judge's highest learning rate; it falls to 0 along half a cosine.</summary>
    public double LearningRate { get; init; } = 3e-3;

    /// <summary>AdamW's weight decay.</summary>
    public double WeightDecay { get; init; } = 0.1;

    /// <summary>The share of a profile's numbers that are hidden from the judge at random while it learns.</summary>
    public double Dropout { get; init; } = 0.2;

    /// <summary>The width of the judge's layer.</summary>
    public int HiddenSize { get; init; } = 32;

    /// <summary>The share of a picture that prompts keep: where completions begin.</summary>
    public double PromptFraction { get; init; } = Data.SequenceViews.DefaultPromptFraction;

    /// <summary>The share of real dev sprites that reach the threshold.</summary>
    public double PassRate { get; init; } = 0.9;

    /// <summary>Whether a judge is also trained without each kind of negative in turn, to be tested on that kind.</summary>
    public bool HeldOutKinds { get; init; } = true;

    /// <summary>What all chance follows from.</summary>
    public ulong Seed { get; init; }

    /// <summary>Makes sure that it can be followed.</summary>
    /// <exception cref="InputException">It cannot; the message names the value.</exception>
    /// <returns>Itself.</returns>
    public JudgeRecipe Validate()
    {
        _ = ModelFamily.Find(Model);
        InputException.Check(Copies is >= 1 and <= 100, "copies", Copies, "1 to 100");
        InputException.Check(GeneratorEpochs >= 1, "generator_epochs", GeneratorEpochs, "at least 1");
        InputException.Check(EarlyEpoch >= 1 && EarlyEpoch <= GeneratorEpochs, "early_epoch", EarlyEpoch, $"1 to {GeneratorEpochs}");
        InputException.Check(GeneratorLearningRate > 0 && double.IsFinite(GeneratorLearningRate), "generator_learning_rate", GeneratorLearningRate, "above 0");
        InputException.Check(NegativeRounds is >= 1 and <= 100, "negative_rounds", NegativeRounds, "1 to 100");
        InputException.Check(Epochs >= 1, "epochs", Epochs, "at least 1");
        InputException.Check(BatchSize >= 2, "batch_size", BatchSize, "at least 2");
        InputException.Check(LearningRate > 0 && double.IsFinite(LearningRate), "learning_rate", LearningRate, "above 0");
        InputException.Check(WeightDecay >= 0 && double.IsFinite(WeightDecay), "weight_decay", WeightDecay, "at least 0");
        InputException.Check(Dropout is >= 0 and < 1, "dropout", Dropout, "at least 0 and less than 1");
        InputException.Check(HiddenSize is >= 1 and <= 1024, "hidden_size", HiddenSize, "1 to 1024");
        InputException.Check(PromptFraction is > 0 and < 1, "prompt_fraction", PromptFraction, "between 0 and 1");
        InputException.Check(PassRate is > 0 and <= 1, "pass_rate", PassRate, "above 0 and at most 1");
        return this;
    }
}
