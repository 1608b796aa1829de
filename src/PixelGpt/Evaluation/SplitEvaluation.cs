namespace PixelGpt.Evaluation;

/// <summary>The figures of one split: an entry of <c>evaluation.json</c>.</summary>
public sealed record SplitEvaluation
{
    /// <summary>The split's name.</summary>
    public required string Split { get; init; }

    /// <summary>How many sprites were scored: those known whole.</summary>
    public required int Sprites { get; init; }

    /// <summary>Greedy reconstruction accuracy: the share of completed pixels that are the true ones, 0 to 1.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Mean negative log-likelihood in nats over pixels 1 to the last.</summary>
    public required double Nll { get; init; }

    /// <summary>The same over the completed pixels alone.</summary>
    public required double NllCompleted { get; init; }

    /// <summary><see cref="Nll"/> in bits: divided by ln 2.</summary>
    public required double BitsPerPixel { get; init; }
}
