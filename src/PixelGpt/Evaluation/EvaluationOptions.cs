using PixelGpt.Data;

namespace PixelGpt.Evaluation;

/// <summary>What a model is asked to do when it is evaluated. Greedy drawing is always part of it.</summary>
public sealed record EvaluationOptions
{
    /// <summary>The share of a picture that prompts keep.</summary>
    public double PromptFraction { get; init; } = SequenceViews.DefaultPromptFraction;

    /// <summary>The temperatures to draw by chance at, each a set of pictures of its own; none for greedy drawing alone.</summary>
    public IReadOnlyList<double> Temperatures { get; init; } = [0.9];

    /// <summary>How many pictures are drawn by chance of each sprite, at each temperature.</summary>
    public int Samples { get; init; } = 1;

    /// <summary>What the chance follows from.</summary>
    public ulong Seed { get; init; }

    /// <summary>The protocols to measure distances under, with their networks; none for no distances.</summary>
    public IReadOnlyList<ProtocolNetwork> Protocols { get; init; } = [];

    /// <summary>A folder where features of true pictures and baselines are kept, which are the same for every model; null for none.</summary>
    public string? FeatureCache { get; init; }

    /// <summary>Who is asked whether pictures look real; null for nobody.</summary>
    public IPictureJudge? Judge { get; init; }

    /// <summary>How many threads to use; results do not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Makes sure that every value makes sense.</summary>
    /// <exception cref="InputException">One does not; the message names it.</exception>
    public void Validate()
    {
        foreach (double temperature in Temperatures)
        {
            if (!(temperature > 0 && double.IsFinite(temperature))) throw new InputException($"temperature is {temperature}; it must be above 0 (greedy drawing is scored anyway)");
        }

        if (Temperatures.Distinct().Count() < Temperatures.Count) throw new InputException($"a temperature is given twice: {string.Join(", ", Temperatures)}");
        if (Samples < 1 && Temperatures.Count > 0) throw new InputException($"samples is {Samples}; it must be at least 1");
        if (Protocols.DistinctBy(p => p.Protocol.Name).Count() < Protocols.Count) throw new InputException($"a protocol is given twice: {string.Join(", ", Protocols.Select(p => p.Protocol.Name))}");
    }
}

/// <summary>How far an evaluation has come.</summary>
/// <param name="What">What it does now.</param>
/// <param name="Done">Pictures of that done.</param>
/// <param name="Pictures">Pictures of that in all.</param>
/// <param name="Share">The share of all work that is done, 0 to 1.</param>
public readonly record struct EvaluationProgress(string What, int Done, int Pictures, double Share);
