using PixelGpt.Data;

namespace PixelGpt.Judging;

/// <summary>
/// A way to make pictures that are not of the data set out of those that are. A new kind is a new implementation in
/// <c>Negatives/</c>, and a line in <see cref="JudgeTraining"/>.
/// </summary>
public interface INegativeKind
{
    /// <summary>A word for tables and files.</summary>
    string Name { get; }

    /// <summary>What it does, in a few words.</summary>
    string Description { get; }

    /// <summary>Makes one of each sprite: the i-th of sprite i.</summary>
    /// <param name="sprites">Real sprites, whole and of one size: at least two.</param>
    /// <param name="promptFraction">The share of a picture that prompts keep: where completions begin.</param>
    /// <param name="seed">What all chance follows from.</param>
    /// <param name="cancellationToken">Gives up.</param>
    IReadOnlyList<Sprite> Make(IReadOnlyList<Sprite> sprites, double promptFraction, ulong seed, CancellationToken cancellationToken);
}
