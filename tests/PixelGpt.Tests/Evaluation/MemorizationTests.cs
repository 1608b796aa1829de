using PixelGpt.Data;
using PixelGpt.Evaluation;

namespace PixelGpt.Tests.Evaluation;

public class MemorizationTests
{
    // 2×2 sprites whose first row is the prompt; one of them is partial.
    private static readonly Sprite[] Training = [new(2, 2, [1, 1, 2, 2]), new(2, 2, [9, 9]), new(2, 2, [3, 3, 4, 4]), new(2, 2, [5, 5, 4, 4])];

    [Fact]
    public void Copies_are_found_over_the_completed_pixels_and_over_all_pixels()
    {
        MemorizationScores scores = Score([1, 1, 4, 4], [3, 3, 4, 4], [7, 7, 2, 6], [7, 7, 8, 8]);

        // Ties go to the first sprite.
        Assert.Equal([2, 2, 0, 0], scores.Nearest!);
        Assert.Equal([0, 0, 1, 2], scores.NearestDistance!);
        Assert.Equal([0, 2, 0, 0], scores.NearestWhole!);
        Assert.Equal([2, 0, 3, 4], scores.NearestWholeDistance!);
        Assert.Equal((0.5, 0.25), (scores.Copies, scores.CopiesWhole));
        Assert.Equal((3 / 8.0, 9 / 16.0), (scores.Distance, scores.DistanceWhole));
    }

    [Fact]
    public void Training_sprites_are_copies()
    {
        MemorizationScores scores = Score([.. Training.Where(s => s.IsComplete).Select(s => s.Pixels.ToArray())]);
        Assert.Equal((1.0, 1.0, 0.0, 0.0), (scores.Copies, scores.CopiesWhole, scores.Distance, scores.DistanceWhole));
    }

    [Fact]
    public void A_summary_has_no_values_per_picture()
    {
        MemorizationScores scores = Score([1, 1, 4, 4]), summary = scores.Summarize();
        Assert.Equal((scores.Copies, scores.Distance), (summary.Copies, summary.Distance));
        Assert.Null(summary.Nearest ?? summary.NearestDistance ?? summary.NearestWhole ?? summary.NearestWholeDistance);
    }

    [Fact]
    public void A_train_split_without_complete_sprites_is_rejected() =>
        Assert.Contains("no complete sprites", Assert.Throws<InputException>(() => new Memorization([Training[1]], 1)).Message);

    [Fact]
    public void A_search_can_be_cancelled()
    {
        using var search = new Memorization(Training, 2);
        Assert.ThrowsAny<OperationCanceledException>(() => search.Score([[1, 1, 4, 4], [1, 1, 4, 4]], 2, new CancellationToken(canceled: true)));
    }

    private static MemorizationScores Score(params int[][] pictures)
    {
        using var search = new Memorization(Training, 2);
        return search.Score(pictures, 2);
    }
}
