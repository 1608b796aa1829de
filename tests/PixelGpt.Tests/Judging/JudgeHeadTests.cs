using PixelGpt.Judging;
using PixelGpt.Numerics;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Judging;

/// <summary>The head of a judge.</summary>
public class JudgeHeadTests
{
    private const int Inputs = 7;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Gradients_equal_finite_differences(int label)
    {
        JudgeHead head = Create(5);
        double[] inputs = new double[Inputs], layer = new double[head.Hidden], gradient = new double[head.Parameters.Length], unused = new double[head.Parameters.Length];
        head.Standardize(Profiles(1, 9)[0], inputs);
        head.AddGradient(inputs, label, 0.7, layer, gradient);
        for (int i = 0; i < gradient.Length; i++)
        {
            const double Step = 1e-5;
            double value = head.Parameters[i];
            double Loss(double at)
            {
                head.Parameters[i] = at;
                return head.AddGradient(inputs, label, 0, layer, unused);
            }

            double difference = (Loss(value + Step) - Loss(value - Step)) / (2 * Step);
            head.Parameters[i] = value;
            Assert.Equal(0.7 * difference, gradient[i], 1e-8);
        }
    }

    [Fact]
    public void AddGradient_accumulates()
    {
        JudgeHead head = Create(3);
        double[] inputs = [1, -1, 0, 0.5, 2, -2, 0], layer = new double[3], once = new double[head.Parameters.Length], twice = new double[head.Parameters.Length];
        head.AddGradient(inputs, 1, 1, layer, once);
        head.AddGradient(inputs, 1, 1, layer, twice);
        head.AddGradient(inputs, 1, 1, layer, twice);
        for (int i = 0; i < once.Length; i++) Assert.Equal(2 * once[i], twice[i], 1e-12);
    }

    [Fact]
    public void Load_returns_the_saved_head()
    {
        JudgeHead head = Create(4);
        foreach (ref double value in head.Parameters.AsSpan()) value = (float)value;
        using var folder = new TemporaryFolder();
        head.Save(folder["head.safetensors"]);
        var again = JudgeHead.Load(folder["head.safetensors"], Inputs);
        foreach (double[] profile in Profiles(10, 3)) Assert.Equal(head.Logit(profile), again.Logit(profile));
    }

    [Fact]
    public void Load_rejects_damaged_files_and_other_input_sizes()
    {
        using var folder = new TemporaryFolder();
        JudgeHead head = Create(4);
        head.Parameters[2] = double.NaN;
        head.Save(folder["nan.safetensors"]);
        Assert.Contains("NaN", Assert.Throws<InputException>(() => JudgeHead.Load(folder["nan.safetensors"], Inputs)).Message);
        Create(4).Save(folder["head.safetensors"]);
        Assert.Contains("'profile.mean' of shape [8]", Assert.Throws<InputException>(() => JudgeHead.Load(folder["head.safetensors"], 8)).Message);
        Assert.Contains("no such file", Assert.Throws<InputException>(() => JudgeHead.Load(folder["none.safetensors"], 8)).Message);
    }

    private static JudgeHead Create(int hidden)
    {
        var random = new PhiloxRandom(1);
        return JudgeHead.Create(Profiles(20, 2), hidden, ref random);
    }

    private static double[][] Profiles(int count, ulong seed)
    {
        var random = new PhiloxRandom(seed);
        double[][] profiles = [.. Enumerable.Range(0, count).Select(_ => new double[Inputs])];
        foreach (double[] profile in profiles)
        {
            for (int i = 0; i < Inputs; i++) profile[i] = (i * 3) + random.NextNormal();
        }

        return profiles;
    }
}
