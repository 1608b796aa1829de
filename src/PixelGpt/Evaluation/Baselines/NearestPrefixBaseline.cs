using PixelGpt.Data;

namespace PixelGpt.Evaluation.Baselines;

/// <summary>Takes the rest of the training sprite whose beginning is nearest: what a model that only looks up would draw.</summary>
public sealed class NearestPrefixBaseline : IBaseline
{
    private readonly Sprite[] _training;

    /// <summary>Makes the baseline of a training split; its sprites that are not known whole are passed over.</summary>
    /// <exception cref="InputException">None is known whole.</exception>
    public NearestPrefixBaseline(IReadOnlyList<Sprite> training)
    {
        _training = [.. training.Where(s => s.IsComplete)];
        if (_training.Length == 0) throw new InputException("the train split has no whole sprites to look up");
    }

    /// <inheritdoc/>
    public string Name => "nearest_prefix";

    /// <inheritdoc/>
    public string Description => "the rest of the training sprite whose beginning is nearest";

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
