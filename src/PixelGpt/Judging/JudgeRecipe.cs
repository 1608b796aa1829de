using PixelGpt.Data;
using PixelGpt.Models.Families;

namespace PixelGpt.Judging;

/// <summary>The hyperparameters of a judge. In JSON the names are in snake case.</summary>
internal sealed record JudgeRecipe
{
    /// <summary>The generator's batch size.</summary>
    internal const int GeneratorBatchSize = 16;

    /// <summary>The model family of the generator. Default: gpt2.</summary>
    public string Model { get; init; } = "gpt2";

    /// <summary>The number of copies of each train sprite per epoch: the original, and augmented ones. 1 to 100; default: 4.</summary>
    public int Copies { get; init; } = 4;

    /// <summary>The number of training epochs of the generator, each over all copies. At least 1; default: 12.</summary>
    public int GeneratorEpochs { get; init; } = 12;

    /// <summary>The epoch after which the generator's early completions are made; the late ones are made after the last epoch. Default: 1.</summary>
    public int EarlyEpoch { get; init; } = 1;

    /// <summary>The generator's peak learning rate, with warmup over the first twentieth of the steps and a cosine schedule. Greater than 0; default: 3e-3.</summary>
    public double GeneratorLearningRate { get; init; } = 3e-3;

    /// <summary>The number of negatives of each kind per train sprite. 1 to 100; default: 3.</summary>
    public int NegativeRounds { get; init; } = 3;

    /// <summary>The number of training epochs of the judge's head, each over every copy of the real sprites and the same number of negatives. At least 1; default: 12.</summary>
    public int Epochs { get; init; } = 12;

    /// <summary>The batch size of the judge's head. At least 2; default: 64.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>The peak learning rate of the judge's head, with a cosine schedule. Greater than 0; default: 3e-3.</summary>
    public double LearningRate { get; init; } = 3e-3;

    /// <summary>The weight decay of the judge's hidden weights. At least 0; default: 0.1.</summary>
    public double WeightDecay { get; init; } = 0.1;

    /// <summary>The dropout rate of the head's inputs. At least 0 and less than 1; default: 0.2.</summary>
    public double Dropout { get; init; } = 0.2;

    /// <summary>The size of the head's hidden layer. 1 to 1024; default: 32.</summary>
    public int HiddenSize { get; init; } = 32;

    /// <summary>The prompt fraction of completions. Between 0 and 1; default: 0.6.</summary>
    public double PromptFraction { get; init; } = Data.SequenceViews.DefaultPromptFraction;

    /// <summary>The pass rate: the threshold is chosen so that this fraction of the real dev sprites reach it. Greater than 0 and at most 1; default: 0.9.</summary>
    public double PassRate { get; init; } = 0.9;

    /// <summary>Whether to train further judges, each without one kind of negative, and test them on that kind. Default: true.</summary>
    public bool HeldOutKinds { get; init; } = true;

    /// <summary>The random seed. Default: 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Checks all values.</summary>
    /// <returns>This recipe.</returns>
    /// <exception cref="InputException">A value is out of range; the message names it.</exception>
    public JudgeRecipe Validate()
    {
        _ = ModelFamily.Find(Model);
        InputException.Check(Copies is >= 1 and <= 100, "copies", Copies, "1 to 100");
        InputException.Check(GeneratorEpochs >= 1, "generator_epochs", GeneratorEpochs, "at least 1");
        InputException.Check(EarlyEpoch >= 1 && EarlyEpoch <= GeneratorEpochs, "early_epoch", EarlyEpoch, $"1 to {GeneratorEpochs}");
        InputException.Check(GeneratorLearningRate > 0 && double.IsFinite(GeneratorLearningRate), "generator_learning_rate", GeneratorLearningRate, "greater than 0");
        InputException.Check(NegativeRounds is >= 1 and <= 100, "negative_rounds", NegativeRounds, "1 to 100");
        InputException.Check(Epochs >= 1, "epochs", Epochs, "at least 1");
        InputException.Check(BatchSize is >= 2 and <= DatasetLimits.MaxSprites, "batch_size", BatchSize, $"2 to {DatasetLimits.MaxSprites}");
        InputException.Check(LearningRate > 0 && double.IsFinite(LearningRate), "learning_rate", LearningRate, "greater than 0");
        InputException.Check(WeightDecay >= 0 && double.IsFinite(WeightDecay), "weight_decay", WeightDecay, "at least 0");
        InputException.Check(Dropout is >= 0 and < 1, "dropout", Dropout, "at least 0 and less than 1");
        InputException.Check(HiddenSize is >= 1 and <= 1024, "hidden_size", HiddenSize, "1 to 1024");
        InputException.Check(PromptFraction is > 0 and < 1, "prompt_fraction", PromptFraction, "between 0 and 1");
        InputException.Check(PassRate is > 0 and <= 1, "pass_rate", PassRate, "greater than 0 and at most 1");
        return this;
    }
}
