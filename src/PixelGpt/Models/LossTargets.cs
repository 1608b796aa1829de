using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>What a loss compares the predictions of one sequence with: the correct next token of each row, or a distribution per row.</summary>
internal readonly ref struct LossTargets
{
    private LossTargets(ReadOnlySpan<int> labels, MatrixSpan distributions, bool areSoft, IPixelLoss? loss = null)
    {
        Labels = labels;
        Distributions = distributions;
        AreSoft = areSoft;
        Loss = loss;
    }

    /// <summary>Whether the targets are <see cref="Distributions"/>; if not, they are <see cref="Labels"/>.</summary>
    public bool AreSoft { get; }

    /// <summary>The loss of a program; null for the cross-entropy.</summary>
    public IPixelLoss? Loss { get; }

    /// <summary>Index of the correct next token of each row [T].</summary>
    public ReadOnlySpan<int> Labels { get; }

    /// <summary>Distribution of the next token of each row [T, V]. The loss overwrites it.</summary>
    public MatrixSpan Distributions { get; }

    /// <summary>Creates targets from the correct tokens.</summary>
    /// <param name="labels">Index of the correct next token of each row [T].</param>
    public static LossTargets Of(ReadOnlySpan<int> labels) => new(labels, default, areSoft: false);

    /// <summary>Creates targets from the correct tokens, for a loss of a program.</summary>
    /// <param name="labels">Index of the correct next token of each row [T].</param>
    /// <param name="loss">The loss.</param>
    public static LossTargets Of(ReadOnlySpan<int> labels, IPixelLoss? loss) => new(labels, default, areSoft: false, loss);

    /// <summary>Creates targets from distributions.</summary>
    /// <param name="distributions">Distribution of the next token of each row [T, V]. The loss overwrites it.</param>
    public static LossTargets Of(MatrixSpan distributions) => new(default, distributions, areSoft: true);
}
