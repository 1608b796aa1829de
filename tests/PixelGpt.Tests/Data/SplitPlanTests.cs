using FsCheck;
using FsCheck.Fluent;
using PixelGpt.Data;

namespace PixelGpt.Tests.Data;

public sealed class SplitPlanTests
{
    [Theory]
    [InlineData(792, 632, 80, 80)]
    [InlineData(1000, 800, 100, 100)]
    [InlineData(10, 8, 1, 1)]
    [InlineData(1, 1, 0, 0)]
    public void The_default_is_that_of_the_course_work_or_80_10_10_percent(int total, int train, int dev, int test) =>
        Assert.Equal((train, dev, test), SplitPlan.Default.CountsFor(total));

    [Theory]
    [InlineData("632,80,80", 792, 632, 80, 80)]
    [InlineData(" 3, 0, 1 ", 4, 3, 0, 1)]
    [InlineData("0.5,0.25,0.25", 8, 4, 2, 2)]
    [InlineData("0.7,0.2,0.1", 10, 7, 2, 1)]
    [InlineData("1,0,0", 5, 5, 0, 0)]
    [InlineData("0,0.5,0.5", 1, 0, 1, 0)]
    [InlineData("0.5,0.5,0", 5, 3, 2, 0)]
    public void Parse_reads_counts_and_fractions(string text, int total, int train, int dev, int test) =>
        Assert.Equal((train, dev, test), SplitPlan.Parse(text).CountsFor(total));

    [Fact]
    public void Fractions_cover_all_sprites_with_less_than_one_sprite_of_rounding()
    {
        Gen<(int Total, int[] Parts)> cases = from total in Gen.Choose(0, 100_000)
                                              from parts in Gen.Choose(0, 1000).ArrayOf(2)
                                              select (total, new[] { parts.Min(), parts.Max() - parts.Min(), 1000 - parts.Max() });
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            double[] fractions = [.. c.Parts.Select(p => p / 1000.0)];
            (int train, int dev, int test) = SplitPlan.Parse(string.Join(',', fractions.Select(s => $"{s:0.000}"))).CountsFor(c.Total);
            int[] counts = [train, dev, test];
            return counts.Sum() == c.Total && counts.Zip(fractions).All(p => p.First >= 0 && Math.Abs(p.First - (p.Second * c.Total)) <= 1.000001);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("")]
    [InlineData("1,2")]
    [InlineData("1,2,3,4")]
    [InlineData("a,b,c")]
    [InlineData("0,0,0")]
    [InlineData("-1,1,1")]
    [InlineData("0.5,0.5,0.5")]
    [InlineData("NaN,0.5,0.5")]
    [InlineData("99999999999,1,1")]
    public void Parse_rejects_other_texts(string text)
    {
        var e = Assert.Throws<InputException>(() => SplitPlan.Parse(text));
        Assert.Contains($"'{text}'", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("632,80,80", 791)]
    [InlineData("2147483647,2147483647,4", 2)]
    public void Counts_must_have_the_right_sum(string text, int total)
    {
        var e = Assert.Throws<InputException>(() => SplitPlan.Parse(text).CountsFor(total));
        Assert.Contains($"there are {total} sprites", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sprites_are_divided_in_order()
    {
        Sprite[] sprites = [.. Enumerable.Range(0, 6).Select(i => new Sprite(1, 1, [i]))];

        var splits = SplitPlan.Parse("3,2,1").Split(sprites);

        Assert.Equal(["train", "dev", "test"], splits.Select(s => s.Key));
        Assert.Equal([[0, 1, 2], [3, 4], [5]], splits.Select(s => s.Value.Select(v => v.Pixels[0]).ToArray()));
    }
}
