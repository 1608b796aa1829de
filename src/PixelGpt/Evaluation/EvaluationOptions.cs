using PixelGpt.Data;
using PixelGpt.Evaluation.Distances;
using PixelGpt.Evaluation.Features.ResNet;
using PixelGpt.Generation;
using PixelGpt.Processes;
using PixelGpt.Training;

namespace PixelGpt.Evaluation;

/// <summary>The settings of an evaluation. Greedy completions are always evaluated.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Maximum number of sampled completions per sprite and set.</summary>
    private const int MaxSamples = 1000;

    /// <summary>The fraction of a picture that is the prompt.</summary>
    public double PromptFraction { get; init; } = SequenceViews.DefaultPromptFraction;

    /// <summary>The sampling temperatures; one set of completions is sampled for each. Empty for greedy completions only.</summary>
    public IReadOnlyList<double> Temperatures { get; init; } = [0.9];

    /// <summary>The default sampling of the model, with which one more set of completions is sampled; null for none. Only the options of <c>generation_config.json</c> are used.</summary>
    public GenerationOptions? ModelSampling { get; init; }

    /// <summary>Number of sampled completions per sprite and set.</summary>
    public int Samples { get; init; } = 1;

    /// <summary>Whether completions are sampled, in addition to the greedy ones.</summary>
    internal bool HasSamples => Temperatures.Count > 0 || ModelSampling is not null;

    /// <summary>Random seed.</summary>
    public ulong Seed { get; init; }

    /// <summary>The distance protocols with their networks; empty for no distances.</summary>
    internal IReadOnlyList<DistanceSetup> Protocols { get; init; } = [];

    /// <summary>Cache folder for the features of true pictures and baselines, which are the same for every model; null for no cache.</summary>
    public string? FeatureCache { get; init; }

    /// <summary>The judge that estimates detection rates; null for none.</summary>
    internal IPictureJudge? Judge { get; init; }

    /// <summary>Number of threads to use; results do not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The processes that share pictures; null for this process only. All of them evaluate, and the root gets all figures.</summary>
    public IProcessGroup? Group { get; init; }

    /// <summary>The device that completes pictures and computes their likelihoods; null for the processor, which computes everything else in any case. The caller disposes of it.</summary>
    public ComputeDevice? Device { get; init; }

    /// <summary>Returns the same settings with the resnet18 distances of all completions and baselines.</summary>
    /// <param name="network">The network.</param>
    /// <returns>The settings.</returns>
    public EvaluationOptions WithResNet18(ResNet18 network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return this with { Protocols = [.. Protocols, new DistanceSetup(DistanceProtocol.ResNet18, network)] };
    }

    /// <summary>Checks all settings.</summary>
    /// <exception cref="InputException">A setting is invalid; the message names it.</exception>
    public void Validate()
    {
        foreach (double temperature in Temperatures)
        {
            if (!(temperature > 0 && double.IsFinite(temperature))) throw new InputException($"temperature must be greater than 0 (got {temperature}); greedy completions are always evaluated");
        }

        if (Temperatures.Distinct().Count() < Temperatures.Count) throw new InputException($"temperatures must differ (got {string.Join(", ", Temperatures)})");
        if (ModelSampling is { DoSample: false }) throw new InputException("the sampling of the model must have do_sample (got greedy decoding, which is always evaluated)");
        ModelSampling?.Validate();
        InputException.Check(Samples is >= 1 and <= MaxSamples || !HasSamples, "samples", Samples, $"1 to {MaxSamples}");
        if (Protocols.DistinctBy(p => p.Protocol.Name).Count() < Protocols.Count) throw new InputException($"protocols must differ (got {string.Join(", ", Protocols.Select(p => p.Protocol.Name))})");
    }
}
