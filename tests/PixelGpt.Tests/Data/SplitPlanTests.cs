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
    [InlineData("1,1,0", 2, 1, 1, 0)]
    [InlineData("0.7,0.2,0.1", 792, 554, 159, 79)]
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

    [Theory]
    [InlineData(6, 2, 2)]
    [InlineData(1, 0, 0)]
    [InlineData(0, 1, 0)]
    [InlineData(0, 0, 1)]
    public void OfCounts_returns_the_given_counts(int train, int dev, int test) =>
        Assert.Equal((train, dev, test), SplitPlan.OfCounts(train, dev, test).CountsFor(train + dev + test));

    [Theory]
    [InlineData(-1, 5, 5)]
    [InlineData(5, -1, 5)]
    [InlineData(5, 5, -1)]
    [InlineData(0, 0, 0)]
    public void OfCounts_rejects_negative_counts_and_splits_that_are_all_empty(int train, int dev, int test)
    {
        var e = Assert.Throws<InputException>(() => SplitPlan.OfCounts(train, dev, test));
        Assert.Equal($"splits must be three counts of at least 0, not all 0 (got {train},{dev},{test})", e.Message);
    }

    [Fact]
    public void Counts_with_a_sum_of_more_than_32_bits_are_accepted_and_do_not_fit()
    {
        var e = Assert.Throws<InputException>(() => SplitPlan.OfCounts(int.MaxValue, int.MaxValue, 2).CountsFor(0));
        Assert.Equal("splits 2147483647,2147483647,2 have a sum of 4294967296, but there are 0 sprites", e.Message);
    }

    /// <summary>Checks that a data set's own dev or test split keeps its size, and that train is divided in the ratio of the other two.</summary>
    [Theory]
    [InlineData(null, 100, null, null, 80, 10, 10)]
    [InlineData(null, 100, 7, 9, 100, 7, 9)]
    [InlineData(null, 90, 7, null, 80, 7, 10)]
    [InlineData(null, 90, null, 7, 80, 10, 7)]
    [InlineData("0.5,0.3,0.2", 80, null, 9, 50, 30, 9)]
    [InlineData("0.5,0.3,0.2", 70, 9, null, 50, 9, 20)]
    [InlineData("0.5,0,0.5", 80, null, 9, 80, 0, 9)]
    [InlineData("0.5,0.5,0", 80, 9, null, 80, 9, 0)]
    [InlineData("0,0,1", 80, null, 9, 80, 0, 9)]
    [InlineData("70,20,9", 90, null, 9, 70, 20, 9)]
    [InlineData("70,9,20", 90, 9, null, 70, 9, 20)]
    public void Splits_that_exist_do_not_change(string? plan, int total, int? givenDev, int? givenTest, int train, int dev, int test)
    {
        SplitPlan splits = plan is null ? SplitPlan.Default : SplitPlan.Parse(plan);
        Assert.Equal((train, dev, test), splits.CountsFor(total, givenDev, givenTest));
    }

    [Theory]
    [InlineData("70,20,9", null, 9, 91, "test")]
    [InlineData("70,20,9", null, 10, 89, "test")]
    [InlineData("70,9,20", 9, null, 91, "dev")]
    [InlineData("70,9,20", 10, null, 89, "dev")]
    public void Counts_must_fit_the_splits_that_exist(string plan, int? dev, int? test, int train, string name)
    {
        var e = Assert.Throws<InputException>(() => SplitPlan.Parse(plan).CountsFor(train, dev, test));
        Assert.Equal($"splits {plan} do not fit a data set with {train} train and {dev ?? test} {name} sprites, whose {name} split does not change", e.Message);
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
