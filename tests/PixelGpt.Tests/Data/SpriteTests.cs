using PixelGpt.Data;

namespace PixelGpt.Tests.Data;

public sealed class SpriteTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(-2, -3)]
    public void A_side_that_is_not_positive_is_rejected(int width, int height)
    {
        var e = Assert.Throws<InputException>(() => new Sprite(width, height, [0]));
        Assert.Equal($"a sprite must be at least 1×1 pixels (got {width}×{height})", e.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void No_pixels_or_too_many_are_rejected(int pixels)
    {
        var e = Assert.Throws<InputException>(() => new Sprite(3, 2, new int[pixels]));
        Assert.Equal($"a sprite of 3×2 must have 1 to 6 known pixels (got {pixels})", e.Message);
    }

    [Fact]
    public void A_sprite_is_complete_if_all_pixels_are_known()
    {
        Assert.True(new Sprite(3, 2, [5, 4, 3, 2, 1, 0]).IsComplete);
        Assert.False(new Sprite(3, 2, [5, 4, 3, 2, 1]).IsComplete);
        Assert.True(new Sprite(1, 1, [0]).IsComplete);
    }

    [Fact]
    public void The_first_pixels_are_a_partial_sprite_of_the_same_size()
    {
        var sprite = new Sprite(3, 2, [5, 4, 3, 2, 1]);
        Sprite first = sprite.FirstPixels(2);
        Assert.Equal((3, 2), (first.Width, first.Height));
        Assert.Equal([5, 4], first.Pixels);
        Assert.Equal([5], sprite.FirstPixels(1).Pixels);
        Assert.Equal(sprite.Pixels, sprite.FirstPixels(5).Pixels);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    public void A_prompt_without_pixels_or_longer_than_the_known_ones_is_rejected(int pixels)
    {
        var sprite = new Sprite(3, 2, [5, 4, 3, 2, 1]);
        Assert.Equal($"the prompt length must be 1 to 5 (got {pixels})", Assert.Throws<InputException>(() => sprite.FirstPixels(pixels)).Message);
    }

    [Theory]
    [InlineData(3, 2, true)]
    [InlineData(3, 1, false)]
    [InlineData(2, 2, false)]
    [InlineData(2, 3, false)]
    public void Sprites_have_the_same_size_if_both_sides_are_equal(int width, int height, bool isEqual) =>
        Assert.Equal(isEqual, new Sprite(3, 2, [0]).HasSizeOf(new Sprite(width, height, [1])));
}
