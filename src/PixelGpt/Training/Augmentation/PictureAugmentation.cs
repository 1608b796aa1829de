using PixelGpt.Models;
using PixelGpt.Models.Embeddings;
using PixelGpt.Numerics;

namespace PixelGpt.Training.Augmentation;

/// <summary>
/// Distribution augmentation (Jun et al. 2020): pictures are mirrored, moved and recoloured at random in training. Models with
/// augmentation embeddings know how a picture was mirrored and moved, so that they still learn the distribution of unchanged
/// pictures. Three pictures in ten are not changed. The result is a function of seed, step and index in the batch.
/// </summary>
/// <param name="recipe">Which changes to make.</param>
/// <param name="batchSize">Maximum number of pictures of a batch.</param>
/// <param name="program">Augmentations of a program, which follow those of the recipe and come before random masks; null for none.</param>
internal sealed class PictureAugmentation(TrainingRecipe recipe, int batchSize, ProgramAugmentations? program = null)
{
    private const ulong PictureTag = 0x6175676D656E7400, ColorTag = 0x7265636F6C6F7200, MaskTag = 0x6D61736B73000000;

    /// <summary>Probability that a picture, or the palette of a batch, is not changed.</summary>
    private const double UnchangedFraction = 0.3;

    /// <summary>Probability that a changed picture is rotated.</summary>
    private const double RotatedFraction = 0.4;

    /// <summary>Ranges of the factors of chroma and lightness: 1 ± the value.</summary>
    private const double ChromaRange = 0.3, LightnessRange = 0.1;

    private readonly int[][] _buffers = new int[batchSize][];
    private readonly MaskedPicture?[] _masked = new MaskedPicture?[batchSize];

    /// <summary>Draws the change of the palette for a batch.</summary>
    /// <param name="step">Index of the step.</param>
    public ColorChange ChangeColors(long step)
    {
        if (!recipe.Recolor) return ColorChange.None;
        var random = new PhiloxRandom(recipe.Seed ^ ColorTag, (ulong)step);
        return random.NextDouble() < UnchangedFraction
            ? ColorChange.None
            : new ColorChange(2 * Math.PI * random.NextDouble(), random.NextInt32(2) == 1, 1 + (ChromaRange * ((2 * random.NextDouble()) - 1)), 1 + (LightnessRange * ((2 * random.NextDouble()) - 1)));
    }

    /// <summary>Mirrors and moves a picture at random, and draws a random mask.</summary>
    /// <param name="picture">The picture, in raster order.</param>
    /// <param name="step">Index of the step.</param>
    /// <param name="index">Index of the picture in the batch. Its pixels are valid until the next call with the same index.</param>
    public TrainingPicture Change(TrainingPicture picture, long step, int index)
    {
        TrainingPicture moved = Move(picture, step, index);
        if (program is not null) moved = program.Change(moved, step, index);
        if (recipe.MaskFraction == 0) return moved;
        var random = new PhiloxRandom(recipe.Seed ^ MaskTag, ((ulong)step << 16) + (uint)index);
        if (random.NextDouble() >= recipe.MaskFraction) return moved;
        if (_masked[index] is not { } masked || masked.Capacity < moved.Pixels.Length) _masked[index] = masked = new MaskedPicture(moved.Pixels.Length);
        return masked.Draw(ref random, moved);
    }

    private TrainingPicture Move(TrainingPicture picture, long step, int index)
    {
        if (!recipe.Flip && !recipe.Rotate && recipe.MaxShift == 0) return picture;
        var random = new PhiloxRandom(recipe.Seed ^ PictureTag, ((ulong)step << 16) + (uint)index);
        if (random.NextDouble() < UnchangedFraction) return picture;
        bool flip = recipe.Flip && random.NextInt32(2) == 1;
        int turns = recipe.Rotate && random.NextDouble() < RotatedFraction ? picture.Context.Width == picture.Context.Height ? 1 + random.NextInt32(3) : 2 : 0;
        int shiftX = random.NextInt32(-recipe.MaxShift, recipe.MaxShift + 1), shiftY = random.NextInt32(-recipe.MaxShift, recipe.MaxShift + 1);
        PictureContext context = picture.Context with { IsFlipped = flip, Turns = turns, ShiftX = shiftX, ShiftY = shiftY };
        if (_buffers[index] is not { } buffer || buffer.Length < picture.Pixels.Length) _buffers[index] = buffer = new int[picture.Pixels.Length];
        Move(picture.Pixels.Span, context, buffer);
        return new TrainingPicture(buffer.AsMemory(0, picture.Pixels.Length), context);
    }

    /// <summary>Rotates a picture, mirrors it, then moves it. Pixels that become free have the background colour.</summary>
    private static void Move(ReadOnlySpan<int> from, PictureContext context, Span<int> to)
    {
        int right = context.Width - 1, bottom = context.Height - 1;
        for (int y = 0, i = 0; y < context.Height; y++)
        {
            for (int x = 0; x < context.Width; x++, i++)
            {
                (int fromX, int fromY) = (x - context.ShiftX, y - context.ShiftY);
                if (fromX < 0 || fromX > right || fromY < 0 || fromY > bottom)
                {
                    to[i] = 0;
                    continue;
                }

                if (context.IsFlipped) fromX = right - fromX;
                (fromX, fromY) = context.Turns switch
                {
                    1 => (fromY, bottom - fromX),
                    2 => (right - fromX, bottom - fromY),
                    3 => (right - fromY, fromX),
                    _ => (fromX, fromY),
                };
                to[i] = from[(fromY * context.Width) + fromX];
            }
        }
    }
}
