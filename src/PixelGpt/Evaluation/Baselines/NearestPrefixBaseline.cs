using PixelGpt.Data;

namespace PixelGpt.Evaluation.Baselines;

/// <summary>Completes a prompt with the rest of the training sprite whose first pixels are nearest to it, as a model that only memorizes would.</summary>
internal sealed class NearestPrefixBaseline : IBaseline
{
    private readonly Sprite[] _training;

    /// <summary>Creates the baseline.</summary>
    /// <param name="training">The train split; partial sprites are ignored.</param>
    /// <exception cref="InputException">No training sprite is complete.</exception>
    public NearestPrefixBaseline(IReadOnlyList<Sprite> training)
    {
        _training = [.. training.Where(s => s.IsComplete)];
        if (_training.Length == 0) throw new InputException("the train split has no complete sprites to look up");
    }

    /// <inheritdoc/>
    public string Name => "nearest_prefix";

    /// <inheritdoc/>
    public string Description => "rest of the training sprite with the nearest prompt";

    /// <inheritdoc/>
    public int[] Complete(Sprite sprite, int promptLength)
    {
        ArgumentNullException.ThrowIfNull(sprite);
        int[] pixels = sprite.Pixels.ToArray();
        Sprite nearest = _training.MinBy(t => HammingDistance.Compute(t.Pixels[..promptLength], pixels.AsSpan(0, promptLength)))!;
        nearest.Pixels[promptLength..].CopyTo(pixels.AsSpan(promptLength));
        return pixels;
    }
}
