using PixelGpt.Data;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Data;

public sealed class FoldTests
{
    private readonly SpriteDataset _data = TinyModels.Dataset(21, 4, 5);

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(25)]
    public void Each_sprite_is_held_out_once_and_the_test_split_does_not_change(int count)
    {
        SpriteDataset[] folds = [.. Enumerable.Range(1, count).Select(number => new Fold(number, count, 3).Of(_data))];
        Sprite[] all = [.. _data[SpriteDataset.Train], .. _data[SpriteDataset.Dev]];
        Assert.All(all, sprite => Assert.Single(folds, fold => fold[SpriteDataset.Dev].Any(held => ReferenceEquals(held, sprite))));
        foreach (SpriteDataset fold in folds)
        {
            Assert.Equal(25, fold[SpriteDataset.Train].Count + fold[SpriteDataset.Dev].Count);
            Assert.InRange(fold[SpriteDataset.Dev].Count, 25 / count, (25 / count) + 1);
            Assert.DoesNotContain(fold[SpriteDataset.Train], sprite => fold[SpriteDataset.Dev].Any(held => ReferenceEquals(held, sprite)));
            Assert.Equal(_data[SpriteDataset.Test], fold[SpriteDataset.Test]);
        }
    }

    [Fact]
    public void The_division_depends_on_the_seed_only()
    {
        Assert.Equal(new Fold(1, 5, 3).Of(_data).Checksum(), Fold.Parse("1/5@3").Of(_data).Checksum());
        Assert.NotEqual(new Fold(1, 5, 3).Of(_data).Checksum(), new Fold(1, 5, 4).Of(_data).Checksum());
    }

    [Theory]
    [InlineData("")]
    [InlineData("0/5@0")]
    [InlineData("6/5@0")]
    [InlineData("1/1@0")]
    [InlineData("1/5")]
    [InlineData("1@5/0")]
    [InlineData("1/5@-1")]
    public void A_text_that_is_not_a_fold_is_refused(string text) => Assert.StartsWith("a fold must be", Assert.Throws<InputException>(() => Fold.Parse(text)).Message);
}
