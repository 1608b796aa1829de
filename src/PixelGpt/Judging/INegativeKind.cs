using PixelGpt.Data;

namespace PixelGpt.Judging;

/// <summary>
/// Makes negatives of one kind from the sprites of a data set. To add a kind, implement this interface in <c>Negatives/</c> and
/// add a line in <see cref="JudgeTraining"/>.
/// </summary>
internal interface INegativeKind
{
    /// <summary>The name in tables and files.</summary>
    string Name { get; }

    /// <summary>A short description of the kind.</summary>
    string Description { get; }

    /// <summary>Makes one negative from each sprite.</summary>
    /// <param name="sprites">Real, complete sprites of the same size, at least two.</param>
    /// <param name="promptFraction">The prompt fraction, which decides where completions start.</param>
    /// <param name="seed">Random seed.</param>
    /// <param name="cancellationToken">Cancellation token; checked only by kinds that generate completions.</param>
    /// <returns>The negatives, in the order of the sprites.</returns>
    IReadOnlyList<Sprite> Make(IReadOnlyList<Sprite> sprites, double promptFraction, ulong seed, CancellationToken cancellationToken);
}
