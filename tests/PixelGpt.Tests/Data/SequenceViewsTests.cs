using PixelGpt.Data;

namespace PixelGpt.Tests.Data;

public class SequenceViewsTests
{
    private static readonly int[] Pixels = [.. Enumerable.Range(0, 400).Select(i => i * 7 % 167)];
    private static readonly Sprite Whole = new(20, 20, Pixels);
    private static readonly Sprite Part = new(20, 20, Pixels.AsSpan(0, 240));

    [Fact]
    public void Training_predicts_each_pixel_but_the_first_from_those_before()
    {
        (ReadOnlyMemory<int> input, ReadOnlyMemory<int> labels) = SequenceViews.Train(Whole);
        Assert.Equal(Pixels[..399], input.ToArray());
        Assert.Equal(Pixels[1..], labels.ToArray());
    }

    [Fact]
    public void Dev_splits_at_six_tenths()
    {
        (ReadOnlyMemory<int> prompt, ReadOnlyMemory<int> target) = SequenceViews.Dev(Whole);
        Assert.Equal(Pixels[..240], prompt.ToArray());
        Assert.Equal(Pixels[240..], target.ToArray());
    }

    [Fact]
    public void Test_shows_the_prompt_alone_whether_or_not_more_is_known()
    {
        Assert.Equal(Pixels[..240], SequenceViews.Test(Whole).ToArray());
        Assert.Equal(Pixels[..240], SequenceViews.Test(Part).ToArray());
        Assert.Equal(Pixels[..100], SequenceViews.Test(Part, 0.25).ToArray());
    }

    [Theory]
    [InlineData(400, 0.6, 240)]
    [InlineData(400, 0.25, 100)]
    [InlineData(400, 0.0025, 1)]
    [InlineData(400, 0.9975, 399)]
    [InlineData(400, 0.29, 116)]
    [InlineData(64, 0.6, 38)]
    [InlineData(2, 0.5, 1)]
    public void Keep_is_rounded_to_whole_pixels(int area, double promptFraction, int length) =>
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
    public void Keep_leaves_something_on_either_side(int area, double promptFraction)
    {
        string message = Assert.Throws<InputException>(() => SequenceViews.PromptLength(area, promptFraction)).Message;
        Assert.Contains($"keep {promptFraction}: of {area} pixels", message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_known_in_part_is_neither_learned_from_nor_scored()
    {
        foreach (Action view in (Action[])[() => SequenceViews.Train(Part), () => SequenceViews.Dev(Part)])
            Assert.Contains("240 of 400 pixels", Assert.Throws<InputException>(view).Message, StringComparison.Ordinal);
        Assert.Contains(
            "280 pixels (--keep 0.7) needs more than the 240 pixels",
            Assert.Throws<InputException>(() => SequenceViews.Test(Part, 0.7)).Message,
            StringComparison.Ordinal);
        Assert.Throws<InputException>(() => SequenceViews.Train(new Sprite(1, 1, [0])));
    }
}
