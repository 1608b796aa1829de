using FsCheck;
using FsCheck.Fluent;
using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Evaluation.Baselines;

namespace PixelGpt.Tests.Evaluation;

public class BaselineTests
{
    private static readonly Sprite Picture = new(3, 4, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);

    [Theory]
    [InlineData(6, "1 2 3 4 5 6 0 0 0 0 0 0")]
    [InlineData(7, "1 2 3 4 5 6 7 0 0 0 0 0")]
    public void White_leaves_the_rest_blank(int given, string expected) => Expect(new WhiteBaseline(), given, expected);

    [Theory]
    [InlineData(6, "1 2 3 4 5 6 4 5 6 4 5 6")]
    [InlineData(7, "1 2 3 4 5 6 7 5 6 7 5 6")]
    [InlineData(2, "1 2 2 1 2 2 1 2 2 1 2 2")]
    public void Repeating_goes_on_downwards(int given, string expected) => Expect(new RepeatLastRowBaseline(), given, expected);

    [Theory]
    [InlineData(6, "1 2 3 4 5 6 4 5 6 1 2 3")]
    [InlineData(9, "1 2 3 4 5 6 7 8 9 7 8 9")]
    [InlineData(3, "1 2 3 1 2 3 1 2 3 1 2 3")]
    [InlineData(7, "1 2 3 4 5 6 7 5 6 1 2 3")]
    [InlineData(2, "1 2 2 1 2 2 1 2 2 1 2 2")]
    public void Mirroring_turns_the_given_rows_over(int given, string expected) => Expect(new MirrorBaseline(), given, expected);

    [Fact]
    public void The_nearest_beginning_gives_its_end()
    {
        var baseline = new NearestPrefixBaseline([new(3, 4, [9, 9, 9]), Ending(1, 2, 9, 21), Ending(1, 2, 3, 31), Ending(1, 2, 3, 41)]);
        Assert.Equal([1, 2, 3, 31, 31, 31, 31, 31, 31, 31, 31, 31], baseline.Complete(Picture, 3));
        Assert.Throws<InputException>(() => new NearestPrefixBaseline([new(3, 4, [9, 9, 9])]));
    }

    [Fact]
    public void The_truth_is_the_truth() => Expect(new TruthBaseline(), 5, "1 2 3 4 5 6 7 8 9 10 11 12");

    [Fact]
    public void None_looks_behind_the_prompt_but_the_truth_and_all_keep_what_was_given() => Prop.ForAll(Cases(), c =>
    {
        (Sprite sprite, Sprite[] training, int given) = c;
        int[] other = sprite.Pixels.ToArray();
        for (int i = given; i < other.Length; i++) other[i] += 100;
        foreach (IBaseline baseline in AllBaselines.For(training))
        {
            int[] drawn = baseline.Complete(sprite, given);
            Assert.Equal(sprite.Pixels.Length, drawn.Length);
            Assert.Equal(sprite.Pixels[..given].ToArray(), drawn[..given]);
            if (baseline is not TruthBaseline) Assert.Equal(drawn, baseline.Complete(new Sprite(sprite.Width, sprite.Height, other), given));
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_truth_is_always_right_and_the_nearest_beginning_always_a_copy() => Prop.ForAll(Cases(), c =>
    {
        (Sprite sprite, Sprite[] training, int given) = c;
        Assert.Equal(1.0, ReconstructionAccuracy.Compute([new TruthBaseline().Complete(sprite, given)], [sprite], given));
        using var memorisation = new Memorization(training, 1);
        Assert.Equal(1.0, memorisation.Score([new NearestPrefixBaseline(training).Complete(sprite, given)], given).Copies);
        Assert.Equal(1.0, BackgroundShare.Compute([new WhiteBaseline().Complete(sprite, given)], given));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Their_names_differ_and_none_looks_up_without_training_sprites()
    {
        Assert.Equal(["white", "repeat_last_row", "mirror", "nearest_prefix", "truth"], AllBaselines.For([Picture]).Select(b => b.Name));
        Assert.Equal(["white", "repeat_last_row", "mirror", "truth"], AllBaselines.For([]).Select(b => b.Name));
    }

    private static Arbitrary<(Sprite Sprite, Sprite[] Training, int Given)> Cases() => Arb.From(
        from width in Gen.Choose(1, 6)
        from height in Gen.Choose(2, 6)
        from given in Gen.Choose(1, (width * height) - 1)
        from sprites in Gen.ArrayOf(Gen.ArrayOf(Gen.Choose(0, 4), width * height), 5)
        select (new Sprite(width, height, sprites[0]), sprites[1..].Select(p => new Sprite(width, height, p)).ToArray(), given));

    private static Sprite Ending(int a, int b, int c, int end) => new(3, 4, [a, b, c, .. Enumerable.Repeat(end, 9)]);

    private static void Expect(IBaseline baseline, int given, string expected) => Assert.Equal(expected, string.Join(' ', baseline.Complete(Picture, given)));
}
