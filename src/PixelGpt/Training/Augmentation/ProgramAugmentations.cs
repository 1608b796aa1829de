using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Training.Augmentation;

/// <summary>Applies the augmentations of a program. The result is a function of seed, step and index in the batch.</summary>
/// <param name="augmentations">The augmentations, in the order in which they are applied.</param>
/// <param name="seed">Seed of the recipe.</param>
/// <param name="model">Architecture of the model.</param>
/// <param name="batchSize">Maximum number of pictures of a batch.</param>
internal sealed class ProgramAugmentations(IReadOnlyList<IAugmentation> augmentations, ulong seed, TransformerDescription model, int batchSize)
{
    private const ulong Tag = 0x70726F6772616D00;

    private readonly int[][] _buffers = new int[batchSize][];

    /// <summary>Changes a picture.</summary>
    /// <param name="picture">The picture, in raster order.</param>
    /// <param name="step">Index of the step.</param>
    /// <param name="index">Index of the picture in the batch. Its pixels are valid until the next call with the same index.</param>
    /// <exception cref="InvalidOperationException">An augmentation has returned an invalid condition or set an invalid palette index.</exception>
    public TrainingPicture Change(TrainingPicture picture, long step, int index)
    {
        if (augmentations.Count == 0) return picture;
        if (_buffers[index] is not { } buffer || buffer.Length < picture.Pixels.Length) _buffers[index] = buffer = new int[picture.Pixels.Length];
        Span<int> pixels = buffer.AsSpan(0, picture.Pixels.Length);
        picture.Pixels.Span.CopyTo(pixels);
        int condition = 0, factor = 1;
        for (int i = 0; i < augmentations.Count; i++)
        {
            IAugmentation augmentation = augmentations[i];
            var random = new PhiloxRandom(seed ^ (Tag + (uint)i), ((ulong)step << 16) + (uint)index);
            int own = augmentation.Change(new AugmentedPicture(pixels, picture.Context.Width, model.VocabularySize), ref random);
            if (own < 0 || own >= augmentation.Conditions) throw new InvalidOperationException($"the augmentation {augmentation.Name} must return a condition from 0 to {augmentation.Conditions - 1} (got {own})");
            condition += factor * own;
            factor *= augmentation.Conditions;
        }

        foreach (int pixel in pixels)
        {
            if (pixel < 0 || pixel >= model.VocabularySize) throw new InvalidOperationException($"an augmentation has set a pixel to {pixel}; palette indices are 0 to {model.VocabularySize - 1}");
        }

        return new TrainingPicture(buffer.AsMemory(0, pixels.Length), picture.Context with { Condition = model.Conditions > 0 ? condition : 0 });
    }
}
