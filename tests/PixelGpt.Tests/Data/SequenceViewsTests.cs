using PixelGpt.Data;

namespace PixelGpt.Tests.Data;

public class SequenceViewsTests
{
    private static readonly int[] Pixels = [.. Enumerable.Range(0, 400).Select(i => i * 7 % 167)];
    private static readonly Sprite Complete = new(20, 20, Pixels);
    private static readonly Sprite Partial = new(20, 20, Pixels.AsSpan(0, 240));

    [Fact]
    public void Train_pairs_each_pixel_with_its_successor()
    {
        (ReadOnlyMemory<int> input, ReadOnlyMemory<int> labels) = SequenceViews.Train(Complete);
        Assert.Equal(Pixels[..399], input.ToArray());
        Assert.Equal(Pixels[1..], labels.ToArray());
    }

    [Fact]
    public void Dev_splits_at_60_percent()
    {
        (ReadOnlyMemory<int> prompt, ReadOnlyMemory<int> target) = SequenceViews.Dev(Complete);
        Assert.Equal(Pixels[..240], prompt.ToArray());
        Assert.Equal(Pixels[240..], target.ToArray());
    }

    [Fact]
    public void Test_returns_only_the_prompt_of_complete_and_partial_sprites()
    {
        Assert.Equal(Pixels[..240], SequenceViews.Test(Complete).ToArray());
        Assert.Equal(Pixels[..240], SequenceViews.Test(Partial).ToArray());
        Assert.Equal(Pixels[..100], SequenceViews.Test(Partial, 0.25).ToArray());
    }

    [Theory]
    [InlineData(400, 0.6, 240)]
    [InlineData(400, 0.25, 100)]
    [InlineData(400, 0.0025, 1)]
    [InlineData(400, 0.9975, 399)]
    [InlineData(400, 0.29, 116)]
    [InlineData(64, 0.6, 38)]
    [InlineData(2, 0.5, 1)]
    public void PromptLength_is_rounded_to_whole_pixels(int area, double promptFraction, int length) =>
        Assert.Equal(length, SequenceViews.PromptLength(area, promptFraction));

    [Theory]
    [InlineData(400, 0)]
    [InlineData(400, 1)]
    [InlineData(400, -0.5)]
    [InlineData(400, 1.5)]
    [InlineData(400, 0.001)]
    [InlineData(400, 0.999)]
    [InlineData(400, double.NaN)]
    [InlineData(400, double.PositiveInfinity)]
    [InlineData(1, 0.5)]
    public void PromptLength_rejects_fractions_that_leave_no_pixel_on_one_side(int area, double promptFraction)
    {
        string message = Assert.Throws<InputException>(() => SequenceViews.PromptLength(area, promptFraction)).Message;
        Assert.Contains($"leave at least one of {area} pixels on each side (got {promptFraction})", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sprite_of_two_pixels_is_the_smallest_sequence()
    {
        (ReadOnlyMemory<int> input, ReadOnlyMemory<int> labels) = SequenceViews.Train(new Sprite(2, 1, [5, 7]));
        Assert.Equal([5], input.ToArray());
        Assert.Equal([7], labels.ToArray());
    }

    [Fact]
    public void A_sprite_must_be_given()
    {
        foreach (Action view in (Action[])[() => SequenceViews.Train(null!), () => SequenceViews.Dev(null!), () => SequenceViews.Test(null!)])
            Assert.Equal("sprite", Assert.Throws<ArgumentNullException>(view).ParamName);
    }

    [Fact]
    public void Partial_sprites_are_rejected_for_training_and_scoring()
    {
        foreach (Action view in (Action[])[() => SequenceViews.Train(Partial), () => SequenceViews.Dev(Partial)])
            Assert.Contains("240 known pixels of 400", Assert.Throws<InputException>(view).Message, StringComparison.Ordinal);
        Assert.Contains(
            "a prompt fraction of 0.7 needs 280 known pixels, but the sprite has only 240",
            Assert.Throws<InputException>(() => SequenceViews.Test(Partial, 0.7)).Message,
            StringComparison.Ordinal);
        Assert.Throws<InputException>(() => SequenceViews.Train(new Sprite(1, 1, [0])));
    }
}
