using PixelGpt.Data;
using PixelGpt.Evaluation;

namespace PixelGpt.Tests.Evaluation;

/// <summary>Figures of completions in cases computed by hand: 2×2 sprites whose first row is the prompt.</summary>
public class CompletionFiguresTests
{
    private static readonly Sprite[] Truths = [Sprite(5, 6, 0, 7), Sprite(5, 6, 0, 0), Sprite(5, 6, 8, 9)];

    private static readonly int[] Prompts = [2, 2, 2];

    [Fact]
    public void Accuracy_counts_completed_pixels_and_its_standard_error_is_over_sprites()
    {
        int[][] completions = [[5, 6, 0, 1], [5, 6, 0, 0], [5, 6, 1, 1]];
        Assert.Equal(3 / 6.0, ReconstructionAccuracy.Compute(completions, Truths, Prompts));

        // The accuracies of the sprites are 1/2, 1 and 0: variance 1/4, over 3 sprites.
        Assert.Equal(Math.Sqrt(0.25 / 3), ReconstructionAccuracy.StandardError(completions, Truths, Prompts)!.Value, 12);
        Assert.Null(ReconstructionAccuracy.StandardError(completions[..1], Truths[..1], [2]));
    }

    [Fact]
    public void Several_completions_of_a_sprite_count_as_one_in_the_standard_error()
    {
        int[][] completions = [[5, 6, 0, 7], [5, 6, 1, 7], [5, 6, 0, 1], [5, 6, 1, 1]];
        Assert.Equal(4 / 8.0, ReconstructionAccuracy.Compute(completions, Truths[..2], [2, 2]));
        Assert.Equal(Math.Sqrt((0.25 * 0.25 * 2) / 2), ReconstructionAccuracy.StandardError(completions, Truths[..2], [2, 2])!.Value, 12);
    }

    [Fact]
    public void Foreground_accuracy_of_blank_completions_is_0()
    {
        int[][] blank = [[5, 6, 0, 0], [5, 6, 0, 0], [5, 6, 0, 0]], completions = [[5, 6, 3, 7], [5, 6, 3, 3], [5, 6, 8, 1]];
        Assert.Equal(0.0, ForegroundAccuracy.Compute(blank, Truths, Prompts));
        Assert.Equal(2 / 3.0, ForegroundAccuracy.Compute(completions, Truths, Prompts)!.Value, 12);
        Assert.Null(ForegroundAccuracy.Compute(blank[..1], [Truths[1]], [2]));
        Assert.Null(ForegroundAccuracy.StandardError(completions[..2], Truths[..2], [2, 2]));

        // Two sprites have foreground, with 1 of 1 and 1 of 2 pixels correct. The mean number is 3/2 pixels and the ratio 2/3, so the residuals are ±(1/3)/(3/2).
        double residual = (1 - (2 / 3.0)) / 1.5;
        Assert.Equal(Math.Sqrt(2 * residual * residual / 2), ForegroundAccuracy.StandardError(completions, Truths, Prompts)!.Value, 12);
    }

    [Fact]
    public void The_foreground_standard_error_of_full_sprites_is_the_ordinary_one()
    {
        Sprite[] full = [Sprite(1, 1, 2, 3), Sprite(1, 1, 2, 3), Sprite(1, 1, 2, 3)];
        int[][] completions = [[1, 1, 2, 3], [1, 1, 2, 0], [1, 1, 0, 0]];
        Assert.Equal(ReconstructionAccuracy.StandardError(completions, full, Prompts)!.Value, ForegroundAccuracy.StandardError(completions, full, Prompts)!.Value, 12);
    }

    [Fact]
    public void Background_is_counted_after_the_prompt() =>
        Assert.Equal(3 / 4.0, BackgroundFraction.Compute([[0, 0, 0, 1], [0, 1, 0, 0]], [2, 2]));

    [Fact]
    public void Figures_of_sprites_of_different_sizes_are_means_over_all_their_pixels()
    {
        // A sprite of 2×2 pixels with 2 completed ones and a sprite of 3×2 pixels with 3 completed ones.
        Sprite[] truths = [Sprite(5, 6, 0, 7), new(3, 2, [1, 2, 3, 0, 5, 6])];
        int[][] completions = [[5, 6, 1, 7], [1, 2, 3, 0, 5, 1]];
        int[] prompts = [2, 3];
        Assert.Equal(3 / 5.0, ReconstructionAccuracy.Compute(completions, truths, prompts));
        Assert.Equal(2 / 3.0, ForegroundAccuracy.Compute(completions, truths, prompts)!.Value, 12);
        Assert.Equal(1 / 5.0, BackgroundFraction.Compute(completions, prompts));

        // The wrong pixels are 1 of 2 and 1 of 3: the ratio is 2/5, the mean number of pixels 5/2.
        double residual = (1 - (2 * 0.4)) / 2.5;
        Assert.Equal(Math.Sqrt(2 * residual * residual / 2), ReconstructionAccuracy.StandardError(completions, truths, prompts)!.Value, 12);

        var scores = LikelihoodScores.Of([[1, 2, 3], [1, 1, 1, 1, 5]], truths, prompts);
        Assert.Equal((15 / 8.0, 12 / 5.0), (scores.Nll, scores.NllCompleted));
        Assert.Null(scores.PerPosition);
    }

    [Fact]
    public void A_standard_error_is_the_standard_deviation_divided_by_the_root_of_the_count()
    {
        Assert.Equal(Math.Sqrt(5 / 3.0 / 4), StandardError.Compute([1, 2, 3, 4])!.Value, 12);
        Assert.Equal(0.0, StandardError.Compute([2, 2]));
        Assert.Null(StandardError.Compute([2]));
    }

    [Fact]
    public void Likelihood_is_averaged_over_all_pixels_over_completed_ones_and_per_position()
    {
        // Pixels 1, 2 and 3 of two pictures; the completed ones are 2 and 3.
        var scores = LikelihoodScores.Of([[1, 2, 3], [5, 4, 9]], Truths[..2], [2, 2]);
        Assert.Equal((24 / 6.0, 18 / 4.0), (scores.Nll, scores.NllCompleted));
        Assert.Equal([3f, 3f, 6f], scores.PerPosition!);
        Assert.Equal(Math.Sqrt(8.0 / 2), scores.NllStandardError!.Value, 12);
        Assert.Equal(Math.Sqrt(8.0 / 2), scores.NllCompletedStandardError!.Value, 12);
        Assert.Null(LikelihoodScores.Of([[1, 2, 3]], Truths[..1], [2]).NllStandardError);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(33)]
    [InlineData(400)]
    public void Hamming_distance_counts_differing_positions_for_any_length(int length)
    {
        int[] a = [.. Enumerable.Range(0, length)], b = [.. a];
        Assert.Equal(0, HammingDistance.Compute(a, b));
        for (int i = 0; i < length; i += 3) b[i] = -1;
        Assert.Equal((length + 2) / 3, HammingDistance.Compute(a, b));
        Assert.Throws<ArgumentException>(() => HammingDistance.Compute(a, [.. b, 1]));
    }

    private static Sprite Sprite(params int[] pixels) => new(2, 2, pixels);
}
