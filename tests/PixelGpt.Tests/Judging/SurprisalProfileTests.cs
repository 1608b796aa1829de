using PixelGpt.Judging;
using PixelGpt.Numerics;

namespace PixelGpt.Tests.Judging;

/// <summary>Surprisal profiles of hand-made distributions.</summary>
public class SurprisalProfileTests
{
    private const int Width = 4, Height = 5, Colors = 3;

    [Fact]
    public void Row_channels_are_surprisal_entropy_their_difference_and_accuracy()
    {
        // Every distribution is ½, ¼, ¼; the third row has colour 1, all others colour 0.
        int[] pixels = [.. Enumerable.Range(0, Width * Height).Select(i => i / Width == 2 ? 1 : 0)];
        double[] profile = Compute(pixels, [0.5f, 0.25f, 0.25f]);
        double common = Math.Log(2), rare = Math.Log(4), entropy = 1.5 * Math.Log(2);

        // The first pixel has no distribution, so the first row has only three values.
        Assert.Equal([0.75 * common, common, rare, common, common], profile[..5], Near);
        Assert.Equal([0.75 * entropy, entropy, entropy, entropy, entropy], profile[5..10], Near);
        Assert.Equal([0.75 * (common - entropy), common - entropy, rare - entropy, common - entropy, common - entropy], profile[10..15], Near);
        Assert.Equal([0.75, 1, 0, 1, 1], profile[15..20], Near);
        Assert.Equal(SurprisalProfile.LengthFor(Height), profile.Length);
        Assert.All(profile, value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void Summaries_contain_means_steps_and_extremes()
    {
        int[] pixels = [.. Enumerable.Range(0, Width * Height).Select(i => i / Width == 3 ? 1 : 0)];
        double[] profile = Compute(pixels, [0.5f, 0.25f, 0.25f]);
        ReadOnlySpan<double> rows = profile.AsSpan(0, Height), summary = profile.AsSpan(20, 14);
        double above = (rows[0] + rows[1] + rows[2]) / 3, below = (rows[3] + rows[4]) / 2;
        Assert.Equal((above, below, below - above), (summary[2], summary[3], summary[4]));
        Assert.Equal((rows[3] - rows[2], rows[4] - rows[3]), (summary[5], summary[6]));
        Assert.Equal((rows[3], rows[0]), (summary[9], summary[13]));
    }

    [Fact]
    public void A_profile_does_not_depend_on_previous_pictures()
    {
        int[] pixels = [.. Enumerable.Range(0, Width * Height).Select(i => i % Colors)], others = [.. pixels.Reverse()];
        var profile = new SurprisalProfile(Width, Height, 0.6);
        double[] first = new double[profile.Length], again = new double[profile.Length];
        profile.Compute(Distributions([0.2f, 0.7f, 0.1f]), pixels, first);
        profile.Compute(Distributions([0.9f, 0.05f, 0.05f]), others, again);
        profile.Compute(Distributions([0.2f, 0.7f, 0.1f]), pixels, again);
        Assert.Equal(first, again);
    }

    [Fact]
    public void Probabilities_of_0_and_1_give_finite_values() =>
        Assert.All(Compute([.. Enumerable.Range(0, Width * Height).Select(i => i % 2)], [1, 0, 0]), value => Assert.True(double.IsFinite(value)));

    private static double[] Compute(int[] pixels, float[] distribution)
    {
        var profile = new SurprisalProfile(Width, Height, 0.6);
        double[] numbers = new double[profile.Length];
        profile.Compute(Distributions(distribution), pixels, numbers);
        return numbers;
    }

    private static MatrixSpan Distributions(float[] distribution)
    {
        float[] all = [.. Enumerable.Range(0, (Width * Height) - 1).SelectMany(_ => distribution)];
        return new MatrixSpan(all, (Width * Height) - 1, Colors, Colors);
    }

    private static bool Near(double expected, double actual) => Math.Abs(expected - actual) < 1e-6;
}
