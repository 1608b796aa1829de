using PixelGpt.Generation.Sampling;

namespace PixelGpt.Generation;

/// <summary>Options that control how colours are selected. Names and meanings are those of Hugging Face's <c>generate</c>.</summary>
public sealed record GenerationOptions
{
    /// <summary>Maximum number of completions, or candidates, per picture.</summary>
    internal const int MaxSequences = 10_000;

    /// <summary>Minimum temperature. Logits that are divided by a smaller one are not finite or have lost their order.</summary>
    private const double MinTemperature = 1e-6;

    /// <summary>Greedy decoding: the most probable colour is taken for every pixel.</summary>
    public static GenerationOptions Greedy { get; } = new();

    /// <summary>Whether to draw colours at random from the model's distribution; if false, the most probable colour is taken. Default: false.</summary>
    public bool DoSample { get; init; }

    /// <summary>The value that logits are divided by before sampling. Values below 1 favour probable colours, values above 1 improbable ones. At least 0.000001; default: 1. Used only with <see cref="DoSample"/>.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>The number of most probable colours that sampling is restricted to (Fan et al. 2018). At least 1, or 0 for all colours; default: 0. Used only with <see cref="DoSample"/>.</summary>
    public int TopK { get; init; }

    /// <summary>The total probability of the most probable colours that sampling is restricted to: nucleus sampling (Holtzman et al. 2020). Greater than 0 and at most 1; default: 1, all colours. Used only with <see cref="DoSample"/>.</summary>
    public double TopP { get; init; } = 1;

    /// <summary>The minimum probability of a colour relative to the most probable colour (Nguyen et al. 2024). 0 to 1; default: 0, all colours. Used only with <see cref="DoSample"/>.</summary>
    public double MinP { get; init; }

    /// <summary>The total probability of the colours whose surprisal is nearest to the entropy of the distribution, which sampling is restricted to: locally typical sampling (Meister et al. 2023). Greater than 0 and at most 1; default: 1, all colours. Used only with <see cref="DoSample"/>.</summary>
    public double TypicalP { get; init; } = 1;

    /// <summary>The penalty for colours that the picture already contains (Keskar et al. 2019). Values above 1 make them less probable, values below 1 more probable. Greater than 0; default: 1, no penalty.</summary>
    public double RepetitionPenalty { get; init; } = 1;

    /// <summary>The number of completions per picture. 1 to 10,000; default: 1. More than one requires <see cref="DoSample"/> or <see cref="NumBeams"/>.</summary>
    public int NumReturnSequences { get; init; } = 1;

    /// <summary>The maximum number of pixels of a picture, the prompt included. At least 1; default: null, whole pictures.</summary>
    public int? MaxLength { get; init; }

    /// <summary>The number of beams of beam search, which looks for the most probable picture instead of the most probable next pixel. 1 to 64; default: 1, no beam search.</summary>
    public int NumBeams { get; init; } = 1;

    /// <summary>The palette indices that may be generated. Default: null, all colours.</summary>
    public IReadOnlyList<int>? Colors { get; init; }

    /// <summary>Whether only colours of the prompt may be generated. Default: false.</summary>
    public bool PromptColors { get; init; }

    /// <summary>The maximum number of different colours of a picture, the given pixels included. At least 1; default: null, no maximum.</summary>
    public int? MaxColors { get; init; }

    /// <summary>Processors of a program, in the order in which they are called; see <see cref="ILogitsProcessor"/>. They have no effect on given pixels. Default: none.</summary>
    public IReadOnlyList<ILogitsProcessor> Processors { get; init; } = [];

    /// <summary>Whether the right half of every row mirrors the left half, except for pixels that are given. Requires <see cref="CompletionRequest.Width"/>. Default: false.</summary>
    public bool Symmetry { get; init; }

    /// <summary>The random seed. Default: 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Checks all values.</summary>
    /// <exception cref="InputException">A value is out of range or contradicts another; the message names it.</exception>
    public void Validate()
    {
        InputException.Check(Temperature > 0 && double.IsFinite(Temperature), "temperature", Temperature, "greater than 0");
        InputException.Check(Temperature >= MinTemperature, "temperature", Temperature, "at least 0.000001; for the most probable colours, turn sampling off");
        InputException.Check(TopK >= 0, "top-k", TopK, "at least 1, or 0 for all colours");
        InputException.Check(TopP is > 0 and <= 1, "top-p", TopP, "greater than 0 and at most 1");
        InputException.Check(MinP is >= 0 and <= 1, "min-p", MinP, "0 to 1");
        InputException.Check(TypicalP is > 0 and <= 1, "typical-p", TypicalP, "greater than 0 and at most 1");
        InputException.Check(RepetitionPenalty > 0 && double.IsFinite(RepetitionPenalty), "repetition-penalty", RepetitionPenalty, "greater than 0, or 1 for no penalty");
        InputException.Check(NumReturnSequences is >= 1 and <= MaxSequences, "num-return-sequences", NumReturnSequences, $"1 to {MaxSequences}");
        InputException.Check(NumReturnSequences == 1 || DoSample || NumBeams > 1, "num-return-sequences", NumReturnSequences, "1 for greedy decoding; use do-sample or num-beams for more");
        InputException.Check(NumReturnSequences <= NumBeams || NumBeams <= 1, "num-return-sequences", NumReturnSequences, $"at most num-beams, which is {NumBeams}");
        InputException.Check(MaxLength is null or >= 1, "max-length", MaxLength, "at least 1");
        InputException.Check(NumBeams is >= 1 and <= 64, "num-beams", NumBeams, "1 to 64");
        InputException.Check(MaxColors is null or >= 1, "max-colors", MaxColors, "at least 1");
        if (NumBeams > 1 && (DoSample || Colors is not null || PromptColors || MaxColors is not null || Symmetry || RepetitionPenalty != 1 || Processors.Count > 0))
            throw new InputException("beam search does not support sampling, colours, prompt colours, a maximum number of colours, symmetry, a repetition penalty or logits processors");
        if (Colors is { Count: 0 }) throw new InputException("colors must list at least one of the model's colours (got none)");
    }
}
