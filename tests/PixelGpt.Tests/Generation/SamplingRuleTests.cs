using PixelGpt.Generation.Sampling;

namespace PixelGpt.Tests.Generation;

/// <summary>Sampling rules at their limits: ties, sums that are exactly the limit, removed colours, first and last colours.</summary>
public sealed class SamplingRuleTests
{
    private const float Removed = float.NegativeInfinity;

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(9)]
    public void An_output_that_is_not_finite_is_a_failure_wherever_it_is(int index)
    {
        float[] logits = new float[10];
        Distribution.CheckFinite(logits);
        logits[index] = float.NaN;
        Assert.StartsWith($"the model's output is not finite (logit {index} is NaN)", Assert.Throws<FailureException>(() => Distribution.CheckFinite(logits)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_need_room_for_every_logit()
    {
        Assert.Equal(3, Distribution.Weights(new float[3], new double[3]), 1e-12);
        Assert.Equal("2 weights for 3 logits", Assert.Throws<ArgumentException>(() => Distribution.Weights(new float[3], new double[2])).Message);
    }

    [Theory]
    [InlineData(new double[] { 1, 1 }, 0.5, 1)]
    [InlineData(new double[] { 1, 1 }, 0.49, 0)]
    [InlineData(new double[] { 0, 1, 0, 1, 0 }, 0, 1)]
    [InlineData(new double[] { 0, 1, 0, 1, 0 }, 0.99, 3)]
    public void A_random_number_on_the_border_of_two_colours_selects_the_second(double[] weights, double unit, int expected) =>
        Assert.Equal(expected, Distribution.Pick(weights, weights.Sum(), unit));

    [Fact]
    public void A_removed_colour_is_not_selected_when_the_total_is_rounded_up() => Assert.Equal(1, Distribution.Pick([1, 1, 0], 2 + 1e-9, 1 - 1e-12));

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(11)]
    public void Logits_that_equal_the_bound_remain(int colors)
    {
        float[] logits = [.. Enumerable.Range(0, colors).Select(i => (float)(i % 3))];
        Distribution.RemoveBelow(logits, 1);
        Assert.Equal(Enumerable.Range(0, colors).Select(i => i % 3 == 0 ? Removed : i % 3), logits);
    }

    [Theory]
    [InlineData(0.75, 3)]
    [InlineData(0.74, 3)]
    [InlineData(0.76, 4)]
    [InlineData(1e-6, 1)]
    public void TopP_keeps_the_smallest_set_that_reaches_p(double p, int kept)
    {
        // Four equal colours have exactly a quarter each.
        float[] logits = new float[4];
        new TopPProcessor(p).Process(logits, new LogitsContext([]));
        Assert.Equal(kept, logits.Count(logit => logit != Removed));
    }

    [Fact]
    public void TopP_removes_rare_colours_and_adapts_to_another_number_of_colours()
    {
        var topP = new TopPProcessor(0.9);
        foreach (int colors in (int[])[5, 9])
        {
            float[] logits = [.. Enumerable.Range(0, colors).Select(i => i == 2 ? 20f : 0f)];
            topP.Process(logits, new LogitsContext([]));
            Assert.Equal(Enumerable.Range(0, colors).Select(i => i == 2 ? 20f : Removed), logits);
        }
    }

    [Fact]
    public void TopP_keeps_the_most_probable_colours_in_any_order()
    {
        float[] logits = [MathF.Log(0.1f), MathF.Log(0.4f), MathF.Log(0.2f), MathF.Log(0.3f)];
        new TopPProcessor(0.65).Process(logits, new LogitsContext([]));
        Assert.Equal([1, 3], Remaining(logits));
    }

    [Theory]
    [InlineData(0.05f, new[] { 0, 1 })]
    [InlineData(0.03f, new[] { 0 })]
    public void TopP_counts_rare_colours_once(float rare, int[] remaining)
    {
        float[] logits = [0, MathF.Log(0.7f), .. Enumerable.Repeat(MathF.Log(rare), 8)];
        new TopPProcessor(0.5).Process(logits, new LogitsContext([]));
        Assert.Equal(remaining, Remaining(logits));
    }

    /// <summary>Probabilities 0.125, 0.5, 0.125, 0.25 have an entropy of 1.75 bits. The surprisals differ from it by 1.25, 0.75, 1.25 and 0.25 bits.</summary>
    [Theory]
    [InlineData(0.2, new[] { 4 })]
    [InlineData(0.3, new[] { 2, 4 })]
    [InlineData(0.7, new[] { 2, 4 })]
    [InlineData(0.8, new[] { 0, 2, 3, 4 })]
    [InlineData(0.9, new[] { 0, 2, 3, 4 })]
    public void TypicalP_removes_all_colours_except_those_whose_surprisal_is_nearest_to_the_entropy(double p, int[] remaining)
    {
        foreach (float shift in (float[])[0, 3])
        {
            float[] logits = [MathF.Log(0.125f) + shift, Removed, MathF.Log(0.5f) + shift, MathF.Log(0.125f) + shift, MathF.Log(0.25f) + shift];
            new TypicalPProcessor(p).Process(logits, new LogitsContext([]));
            Assert.Equal(remaining, Remaining(logits));
        }
    }

    [Fact]
    public void Temperature_divides_logits()
    {
        float[] logits = [1, -2, 0];
        new TemperatureProcessor(0.5).Process(logits, new LogitsContext([]));
        Assert.Equal([2, -4, 0], logits);
    }

    [Fact]
    public void TypicalP_ignores_removed_colours_and_keeps_ties()
    {
        float[] logits = [Removed, 0, 0, Removed, 0];
        new TypicalPProcessor(0.5).Process(logits, new LogitsContext([]));
        Assert.Equal([Removed, 0, 0, Removed, 0], logits);
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void MaxColors_removes_new_colours_once_the_maximum_is_reached(int maximum, bool reached)
    {
        float[] logits = new float[6];
        new MaxColorsProcessor(maximum, 6).Process(logits, new LogitsContext([3, 0, 3]));
        Assert.Equal(reached ? [0, Removed, Removed, 0, Removed, Removed] : new float[6], logits);
    }

    [Fact]
    public void Rules_that_look_at_the_pixels_forget_the_previous_picture()
    {
        ILogitsProcessor[] rules = [new PromptColorsProcessor(3), new MaxColorsProcessor(1, 3)];
        foreach (ILogitsProcessor rule in rules)
        {
            rule.Process(new float[3], new LogitsContext([0]));
            float[] logits = new float[3];
            rule.Process(logits, new LogitsContext([2]));
            Assert.Equal([Removed, Removed, 0], logits);
        }
    }

    [Fact]
    public void A_repetition_penalty_makes_seen_colours_less_probable_whatever_their_sign()
    {
        float[] logits = [4, -4, 0, 4, -4];
        var penalty = new RepetitionPenaltyProcessor(2, 5);
        penalty.Process([1, 1, 1, 1, 1], new LogitsContext([3, 4]));
        penalty.Process(logits, new LogitsContext([0, 1, 2]));
        Assert.Equal([2, -8, 0, 4, -4], logits);
    }

    [Fact]
    public void Only_allowed_colours_remain()
    {
        float[] logits = [1, 2, 3, 4];
        new AllowedColorsProcessor([0, 3], 4).Process(logits, new LogitsContext([]));
        Assert.Equal([1, Removed, Removed, 4], logits);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(4, 4)]
    [InlineData(9, 4)]
    public void TopK_keeps_ties_with_the_last_colour(int k, int kept)
    {
        float[] logits = [1, 3, 1, 0];
        new TopKProcessor(k).Process(logits, new LogitsContext([]));
        Assert.Equal(kept, logits.Count(logit => logit != Removed));
    }

    [Fact]
    public void MinP_compares_with_the_most_probable_colour()
    {
        float[] logits = [0, MathF.Log(0.5f), MathF.Log(0.2f)];
        new MinPProcessor(0.3).Process(logits, new LogitsContext([]));
        Assert.Equal([0, MathF.Log(0.5f), Removed], logits);
    }

    private static int[] Remaining(float[] logits) => [.. Enumerable.Range(0, logits.Length).Where(i => logits[i] != Removed)];
}
