namespace PixelGpt.Generation;

/// <summary>How the next pixel is chosen, under the names of Hugging Face's <c>generate</c>.</summary>
public sealed record GenerationOptions
{
    /// <summary>Greedy: always the most likely colour.</summary>
    public static GenerationOptions Greedy { get; } = new();

    /// <summary>Draw from the distribution; if not, always take the most likely colour.</summary>
    public bool DoSample { get; init; }

    /// <summary>Logits are divided by this: below 1 bolder, above 1 wilder.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Only the so many most likely colours; 0 for all.</summary>
    public int TopK { get; init; }

    /// <summary>Only the most likely colours whose probabilities sum to this; 1 for all.</summary>
    public double TopP { get; init; } = 1;

    /// <summary>Only colours at least this many times as likely as the likeliest; 0 for all.</summary>
    public double MinP { get; init; }

    /// <summary>Only the colours whose surprise is nearest to what is expected, that together have this probability; 1 for all.</summary>
    public double TypicalP { get; init; } = 1;

    /// <summary>Above 1 colours that the picture already has become less likely, below 1 likelier.</summary>
    public double RepetitionPenalty { get; init; } = 1;

    /// <summary>How many different completions of each picture.</summary>
    public int NumReturnSequences { get; init; } = 1;

    /// <summary>The most pixels a picture has when drawing ends, its prompt among them; null for whole pictures.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Beams of a beam search, for the likeliest picture instead of the likeliest next pixel; 1 for none.</summary>
    public int NumBeams { get; init; } = 1;

    /// <summary>The only colours that may be drawn; null for all.</summary>
    public IReadOnlyList<int>? Colors { get; init; }

    /// <summary>Whether only colours that the prompt has may be drawn.</summary>
    public bool PromptColors { get; init; }

    /// <summary>Whether the right half of every row mirrors its left half, as far as it is not given.</summary>
    public bool Symmetry { get; init; }

    /// <summary>What all chance follows from.</summary>
    public ulong Seed { get; init; }

    /// <summary>Makes sure that every value makes sense.</summary>
    /// <exception cref="InputException">One does not; the message names it.</exception>
    public void Validate()
    {
        if (!(Temperature > 0 && double.IsFinite(Temperature))) throw new InputException($"temperature is {Temperature}; it must be above 0 (for greedy drawing leave it out)");
        if (NumReturnSequences < 1) throw new InputException($"num-return-sequences (samples) is {NumReturnSequences}; it must be at least 1");
        if (NumReturnSequences > 1 && !DoSample && NumBeams == 1) throw new InputException($"greedy drawing gives one completion; {NumReturnSequences} need do-sample or num-beams");
        if (NumReturnSequences > NumBeams && NumBeams > 1) throw new InputException($"{NumReturnSequences} different completions need as many beams; num-beams is {NumBeams}");
        if (MaxLength < 1) throw new InputException($"max-length is {MaxLength}; it must be at least 1");
        if (NumBeams is < 1 or > 64) throw new InputException($"num-beams is {NumBeams}; it must be 1 to 64");
        if (NumBeams > 1 && (DoSample || Colors is not null || PromptColors || Symmetry || RepetitionPenalty != 1))
            throw new InputException("beam search goes with no other way of choosing pixels");
        if (Colors is { Count: 0 }) throw new InputException("there are no colours to draw with: name at least one");
        if (TopK < 0) throw new InputException($"top-k is {TopK}; it must be at least 1, or 0 for all colours");
        if (!(TopP > 0 && TopP <= 1)) throw new InputException($"top-p is {TopP}; it must be above 0 and at most 1");
        if (!(MinP >= 0 && MinP <= 1)) throw new InputException($"min-p is {MinP}; it must be at least 0 and at most 1");
        if (!(TypicalP > 0 && TypicalP <= 1)) throw new InputException($"typical-p is {TypicalP}; it must be above 0 and at most 1");
        if (!(RepetitionPenalty > 0 && double.IsFinite(RepetitionPenalty))) throw new InputException($"repetition-penalty is {RepetitionPenalty}; it must be above 0 (1 for none)");
    }
}
