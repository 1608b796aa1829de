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
    public void White_fills_the_rest_with_background(int promptLength, string expected) => Expect(new WhiteBaseline(), promptLength, expected);

    [Theory]
    [InlineData(6, "1 2 3 4 5 6 4 5 6 4 5 6")]
    [InlineData(7, "1 2 3 4 5 6 7 5 6 7 5 6")]
    [InlineData(2, "1 2 2 1 2 2 1 2 2 1 2 2")]
    public void The_last_prompt_row_is_repeated(int promptLength, string expected) => Expect(new RepeatLastRowBaseline(), promptLength, expected);

    [Theory]
    [InlineData(6, "1 2 3 4 5 6 4 5 6 1 2 3")]
    [InlineData(9, "1 2 3 4 5 6 7 8 9 7 8 9")]
    [InlineData(3, "1 2 3 1 2 3 1 2 3 1 2 3")]
    [InlineData(7, "1 2 3 4 5 6 7 5 6 1 2 3")]
    [InlineData(2, "1 2 2 1 2 2 1 2 2 1 2 2")]
    public void The_prompt_rows_are_mirrored(int promptLength, string expected) => Expect(new MirrorBaseline(), promptLength, expected);

    [Fact]
    public void The_rest_comes_from_the_training_sprite_with_the_nearest_prompt()
    {
        var baseline = new NearestPrefixBaseline([new(3, 4, [9, 9, 9]), Ending(1, 2, 9, 21), Ending(1, 2, 3, 31), Ending(1, 2, 3, 41)]);
        Assert.Equal([1, 2, 3, 31, 31, 31, 31, 31, 31, 31, 31, 31], baseline.Complete(Picture, 3));
        Assert.Throws<InputException>(() => new NearestPrefixBaseline([new(3, 4, [9, 9, 9])]));
    }

    [Fact]
    public void Truth_returns_the_true_picture() => Expect(new TruthBaseline(), 5, "1 2 3 4 5 6 7 8 9 10 11 12");

    [Fact]
    public void All_baselines_preserve_the_prompt_and_only_the_truth_depends_on_later_pixels() => Prop.ForAll(Cases(), c =>
    {
        (Sprite sprite, Sprite[] training, int promptLength) = c;
        int[] other = sprite.Pixels.ToArray();
        for (int i = promptLength; i < other.Length; i++) other[i] += 100;
        foreach (IBaseline baseline in AllBaselines.For(training))
        {
            int[] completed = baseline.Complete(sprite, promptLength);
            Assert.Equal(sprite.Pixels.Length, completed.Length);
            Assert.Equal(sprite.Pixels[..promptLength].ToArray(), completed[..promptLength]);
            if (baseline is not TruthBaseline) Assert.Equal(completed, baseline.Complete(new Sprite(sprite.Width, sprite.Height, other), promptLength));
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_truth_has_accuracy_1_and_the_nearest_prefix_is_a_copy() => Prop.ForAll(Cases(), c =>
    {
        (Sprite sprite, Sprite[] training, int promptLength) = c;
        Assert.Equal(1.0, ReconstructionAccuracy.Compute([new TruthBaseline().Complete(sprite, promptLength)], [sprite], [promptLength]));
        using var memorization = new Memorization(training, 1);
        Assert.Equal(1.0, memorization.Score([new NearestPrefixBaseline(training).Complete(sprite, promptLength)], promptLength).Copies);
        Assert.Equal(1.0, BackgroundFraction.Compute([new WhiteBaseline().Complete(sprite, promptLength)], [promptLength]));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Names_are_distinct_and_the_lookup_needs_training_sprites()
    {
        Assert.Equal(["white", "repeat_last_row", "mirror", "nearest_prefix", "truth"], AllBaselines.For([Picture]).Select(b => b.Name));
        Assert.Equal(["white", "repeat_last_row", "mirror", "truth"], AllBaselines.For([]).Select(b => b.Name));
    }

    private static Arbitrary<(Sprite Sprite, Sprite[] Training, int PromptLength)> Cases() => Arb.From(
        from width in Gen.Choose(1, 6)
        from height in Gen.Choose(2, 6)
        from promptLength in Gen.Choose(1, (width * height) - 1)
        from sprites in Gen.ArrayOf(Gen.ArrayOf(Gen.Choose(0, 4), width * height), 5)
        select (new Sprite(width, height, sprites[0]), sprites[1..].Select(p => new Sprite(width, height, p)).ToArray(), promptLength));

    private static Sprite Ending(int a, int b, int c, int end) => new(3, 4, [a, b, c, .. Enumerable.Repeat(end, 9)]);

    private static void Expect(IBaseline baseline, int promptLength, string expected) => Assert.Equal(expected, string.Join(' ', baseline.Complete(Picture, promptLength)));
}
