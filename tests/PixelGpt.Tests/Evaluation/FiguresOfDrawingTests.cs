using PixelGpt.Data;
using PixelGpt.Evaluation;

namespace PixelGpt.Tests.Evaluation;

/// <summary>Figures of pictures against cases that can be worked out by hand: 2×2 sprites of which the first row is given.</summary>
public class FiguresOfDrawingTests
{
    private static readonly Sprite[] Truths = [Sprite(5, 6, 0, 7), Sprite(5, 6, 0, 0), Sprite(5, 6, 8, 9)];

    [Fact]
    public void Accuracy_counts_completed_pixels_and_its_error_is_over_sprites()
    {
        int[][] drawn = [[5, 6, 0, 1], [5, 6, 0, 0], [5, 6, 1, 1]];
        Assert.Equal(3 / 6.0, ReconstructionAccuracy.Compute(drawn, Truths, 2));

        // The sprites' own shares are 1/2, 1 and 0: variance 1/4, over 3 sprites.
        Assert.Equal(Math.Sqrt(0.25 / 3), ReconstructionAccuracy.StandardError(drawn, Truths, 2)!.Value, 12);
        Assert.Null(ReconstructionAccuracy.StandardError(drawn[..1], Truths[..1], 2));
    }

    [Fact]
    public void Several_pictures_of_a_sprite_count_as_one_sprite_in_the_error()
    {
        int[][] drawn = [[5, 6, 0, 7], [5, 6, 1, 7], [5, 6, 0, 1], [5, 6, 1, 1]];
        Assert.Equal(4 / 8.0, ReconstructionAccuracy.Compute(drawn, Truths[..2], 2));
        Assert.Equal(Math.Sqrt((0.25 * 0.25 * 2) / 2), ReconstructionAccuracy.StandardError(drawn, Truths[..2], 2)!.Value, 12);
    }

    [Fact]
    public void Accuracy_over_what_is_not_background_does_not_reward_blank_pictures()
    {
        int[][] blank = [[5, 6, 0, 0], [5, 6, 0, 0], [5, 6, 0, 0]], drawn = [[5, 6, 3, 7], [5, 6, 3, 3], [5, 6, 8, 1]];
        Assert.Equal(0.0, ForegroundAccuracy.Compute(blank, Truths, 2));
        Assert.Equal(2 / 3.0, ForegroundAccuracy.Compute(drawn, Truths, 2)!.Value, 12);
        Assert.Null(ForegroundAccuracy.Compute(blank[..1], [Truths[1]], 2));
        Assert.Null(ForegroundAccuracy.StandardError(drawn[..2], Truths[..2], 2));

        // Two sprites count, with 1 of 1 and 1 of 2 right; the mean is 3/2 pixels, the ratio 2/3: residuals ±(1/3)/(3/2).
        double residual = (1 - (2 / 3.0)) / 1.5;
        Assert.Equal(Math.Sqrt(2 * residual * residual / 2), ForegroundAccuracy.StandardError(drawn, Truths, 2)!.Value, 12);
    }

    [Fact]
    public void The_error_over_equal_parts_is_the_plain_one()
    {
        Sprite[] full = [Sprite(1, 1, 2, 3), Sprite(1, 1, 2, 3), Sprite(1, 1, 2, 3)];
        int[][] drawn = [[1, 1, 2, 3], [1, 1, 2, 0], [1, 1, 0, 0]];
        Assert.Equal(ReconstructionAccuracy.StandardError(drawn, full, 2)!.Value, ForegroundAccuracy.StandardError(drawn, full, 2)!.Value, 12);
    }

    [Fact]
    public void Background_is_counted_behind_the_prompt() =>
        Assert.Equal(3 / 4.0, BackgroundShare.Compute([[0, 0, 0, 1], [0, 1, 0, 0]], 2));

    [Fact]
    public void A_standard_error_is_the_deviation_over_the_root_of_the_count()
    {
        Assert.Equal(Math.Sqrt(5 / 3.0 / 4), StandardError.Compute([1, 2, 3, 4])!.Value, 12);
        Assert.Equal(0.0, StandardError.Compute([2, 2]));
        Assert.Null(StandardError.Compute([2]));
    }

    [Fact]
    public void Likelihood_is_summed_up_over_all_over_the_completed_and_by_position()
    {
        // Pixels 1, 2 and 3 of two pictures; the completed ones are 2 and 3.
        var scores = LikelihoodScores.Of([[1, 2, 3], [5, 4, 9]], promptLength: 2);
        Assert.Equal((24 / 6.0, 18 / 4.0), (scores.Nll, scores.NllCompleted));
        Assert.Equal([3f, 3f, 6f], scores.PerPosition);
        Assert.Equal(Math.Sqrt(8.0 / 2), scores.NllStandardError!.Value, 12);
        Assert.Equal(Math.Sqrt(8.0 / 2), scores.NllCompletedStandardError!.Value, 12);
        Assert.Null(LikelihoodScores.Of([[1, 2, 3]], 2).NllStandardError);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(33)]
    [InlineData(400)]
    public void Differing_places_are_counted_whatever_the_length(int length)
    {
        int[] a = [.. Enumerable.Range(0, length)], b = [.. a];
        Assert.Equal(0, HammingDistance.Compute(a, b));
        for (int i = 0; i < length; i += 3) b[i] = -1;
        Assert.Equal((length + 2) / 3, HammingDistance.Compute(a, b));
        Assert.Throws<ArgumentException>(() => HammingDistance.Compute(a, [.. b, 1]));
    }

    private static Sprite Sprite(params int[] pixels) => new(2, 2, pixels);
}
