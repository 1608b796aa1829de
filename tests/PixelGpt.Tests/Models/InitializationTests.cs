using PixelGpt.Models;
using PixelGpt.Models.Families;

namespace PixelGpt.Tests.Models;

/// <summary>GPT-2's distributions (Radford et al. 2019, and transformers' _init_weights).</summary>
public class InitializationTests
{
    private static readonly ModelConfig Config = ModelConfig.Default(ModelFamily.Find("gpt2"), 167, 20, 20);

    [Fact]
    public void Weights_are_normal_and_those_into_the_residual_stream_narrower()
    {
        ParameterSet parameters = Initialized(seed: 5);
        Parameter[] weights = [.. parameters.All.Where(p => p.Shape.Length == 2)];
        Assert.Equal(10, weights.Length);
        foreach (Parameter parameter in weights)
        {
            double deviation = parameter.Name.EndsWith("c_proj.weight", StringComparison.Ordinal) ? 0.02 / Math.Sqrt(2 * 2) : 0.02;
            double[] z = [.. parameters[parameter].ToArray().Select(v => v / deviation)];

            // Five standard errors of a standard normal's first four moments.
            double n = z.Length;
            Assert.Equal(0, z.Average(), 5 * Math.Sqrt(1 / n));
            Assert.Equal(1, z.Average(v => v * v), 5 * Math.Sqrt(2 / n));
            Assert.Equal(0, z.Average(v => v * v * v), 5 * Math.Sqrt(15 / n));
            Assert.Equal(3, z.Average(v => v * v * v * v), 5 * Math.Sqrt(96 / n));
        }
    }

    [Fact]
    public void Norms_begin_as_the_identity_and_biases_at_0()
    {
        ParameterSet parameters = Initialized(seed: 5);
        foreach (Parameter parameter in parameters.All.Where(p => p.Shape.Length == 1))
        {
            float expected = parameter.Name.Contains("ln_", StringComparison.Ordinal) && parameter.Name.EndsWith(".weight", StringComparison.Ordinal) ? 1 : 0;
            Assert.All(parameters[parameter].ToArray(), value => Assert.Equal(expected, value));
        }
    }

    [Fact]
    public void The_seed_decides_every_bit_and_no_two_tensors_share_their_numbers()
    {
        ParameterSet one = Initialized(5), same = Initialized(5), other = Initialized(6);
        Assert.True(one.Values.SequenceEqual(same.Values));
        var firsts = new HashSet<float>();
        foreach (Parameter parameter in one.All.Where(p => p.Shape.Length == 2))
        {
            Assert.False(one[parameter].SequenceEqual(other[parameter]));
            Assert.True(firsts.Add((float)Math.Round(one[parameter][0] / parameter.Initializer.StandardDeviation, 3)));
        }
    }

    private static ParameterSet Initialized(ulong seed)
    {
        ParameterSet parameters = Config.Build().Parameters;
        parameters.Initialize(seed);
        return parameters;
    }
}
