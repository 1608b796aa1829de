using PixelGpt.Models;
using PixelGpt.Models.Embeddings;
using PixelGpt.Training;
using PixelGpt.Training.Augmentation;

namespace PixelGpt.Tests.Training;

public class PictureAugmentationTests
{
    private static readonly TrainingPicture Picture = new(Enumerable.Range(1, 20).ToArray(), new PictureContext(5, 4));

    [Fact]
    public void Pictures_are_mirrored_then_moved_and_say_so()
    {
        var augmentation = new PictureAugmentation(new TrainingRecipe { Flip = true, MaxShift = 2 }, batchSize: 4);
        var seen = new HashSet<PictureContext>();
        for (int step = 0; step < 2000; step++)
        {
            TrainingPicture changed = augmentation.Change(Picture, step, step % 4);
            PictureContext context = changed.Context;
            seen.Add(context);
            for (int y = 0; y < 4; y++)
            {
                for (int x = 0; x < 5; x++)
                {
                    int fromX = x - context.ShiftX, fromY = y - context.ShiftY;
                    if (context.IsFlipped) fromX = 4 - fromX;
                    int expected = fromX is >= 0 and < 5 && fromY is >= 0 and < 4 ? Picture.Pixels.Span[(fromY * 5) + fromX] : 0;
                    Assert.Equal(expected, changed.Pixels.Span[(y * 5) + x]);
                }
            }
        }

        Assert.Equal(2 * 5 * 5, seen.Count);
    }

    [Fact]
    public void Square_pictures_are_rotated_by_quarter_turns_and_others_by_half_turns()
    {
        var augmentation = new PictureAugmentation(new TrainingRecipe { Flip = true, Rotate = true }, batchSize: 1);
        var square = new TrainingPicture(Enumerable.Range(1, 16).ToArray(), new PictureContext(4, 4));
        var turns = new HashSet<(int, int)>();
        for (int step = 0; step < 300; step++)
        {
            foreach (TrainingPicture picture in new[] { square, Picture })
            {
                TrainingPicture changed = augmentation.Change(picture, step, 0);
                turns.Add((picture.Context.Width, changed.Context.Turns));
                (int[] expected, int width) = (picture.Pixels.ToArray(), picture.Context.Width);
                for (int turn = 0; turn < changed.Context.Turns; turn++) (expected, width) = (QuarterTurn(expected, width), expected.Length / width);
                if (changed.Context.IsFlipped) expected = [.. expected.Chunk(width).SelectMany(row => row.Reverse())];
                Assert.Equal(expected, changed.Pixels.ToArray());
            }
        }

        Assert.Equal([(4, 0), (4, 1), (4, 2), (4, 3), (5, 0), (5, 2)], turns.Order());
    }

    /// <summary>Rotates a picture clockwise: its columns, read from bottom to top, become its rows.</summary>
    private static int[] QuarterTurn(int[] pixels, int width) =>
        [.. Enumerable.Range(0, width).SelectMany(x => pixels.Where((_, i) => i % width == x).Reverse())];

    [Fact]
    public void Changes_depend_only_on_seed_step_and_index()
    {
        var recipe = new TrainingRecipe { Flip = true, MaxShift = 2, Recolor = true, Seed = 3 };
        PictureAugmentation one = new(recipe, 4), other = new(recipe, 4), seed = new(recipe with { Seed = 4 }, 4);
        PictureContext[] contexts = [.. Enumerable.Range(0, 40).Select(i => one.Change(Picture, i / 4, i % 4).Context)];
        Assert.Equal(contexts.Reverse(), Enumerable.Range(0, 40).Reverse().Select(i => other.Change(Picture, i / 4, i % 4).Context));
        Assert.NotEqual(contexts, Enumerable.Range(0, 40).Select(i => seed.Change(Picture, i / 4, i % 4).Context));
        Assert.Equal(one.ChangeColors(7), other.ChangeColors(7));
        Assert.NotEqual(Enumerable.Range(0, 9).Select(i => one.ChangeColors(i)), Enumerable.Range(0, 9).Select(i => seed.ChangeColors(i)));
    }

    [Fact]
    public void Three_in_ten_are_unchanged_and_nothing_changes_without_augmentation()
    {
        var recipe = new TrainingRecipe { Flip = true, MaxShift = 2, Recolor = true };
        var augmentation = new PictureAugmentation(recipe, 1);
        int colors = Enumerable.Range(0, 1000).Count(i => augmentation.ChangeColors(i) == ColorChange.None);
        int pictures = Enumerable.Range(0, 1000).Count(i => augmentation.Change(Picture, i, 0).Context == Picture.Context);
        Assert.InRange(colors, 250, 350);

        // 300, and one in 50 of the others.
        Assert.InRange(pictures, 260, 370);
        var none = new PictureAugmentation(new TrainingRecipe(), 1);
        Assert.All(Enumerable.Range(0, 20), i => Assert.Equal((Picture, ColorChange.None), (none.Change(Picture, i, 0), none.ChangeColors(i))));
    }

    [Theory]
    [InlineData("gpt2", true, 0, "recolor requires a model with colour features")]
    [InlineData("pixelgpt", false, 3, "max_shift must be at most 'max_shift' of the model, 2 (got 3)")]
    public void Unsupported_augmentation_is_an_error(string family, bool recolor, int maxShift, string message)
    {
        PixelGpt.Data.SpriteDataset data = Infrastructure.TinyModels.Dataset();
        Transformer model = Infrastructure.TinyModels.Family(family);
        var recipe = new TrainingRecipe { Recolor = recolor, MaxShift = maxShift };
        Assert.Contains(message, Assert.Throws<InputException>(() => new Trainer(model, data["train"], recipe, threads: 1)).Message);
    }
}
