using PixelGpt.Models;
using PixelGpt.Models.Families;

namespace PixelGpt.Tests.Models;

/// <summary>Checks the initial distributions of GPT-2 (Radford et al. 2019, and _init_weights in transformers).</summary>
public class InitializationTests
{
    private static readonly ModelConfig Config = ModelConfig.Default(ModelFamily.Find("gpt2"), 167, 20, 20);

    [Fact]
    public void Weights_are_normally_distributed_and_residual_projections_have_a_smaller_deviation()
    {
        ParameterSet parameters = Initialized(seed: 5);
        Parameter[] weights = [.. parameters.All.Where(p => p.Shape.Length == 2)];
        Assert.Equal(10, weights.Length);
        foreach (Parameter parameter in weights)
        {
            double deviation = parameter.Name.EndsWith("c_proj.weight", StringComparison.Ordinal) ? 0.02 / Math.Sqrt(2 * 2) : 0.02;
            double[] z = [.. parameters[parameter].ToArray().Select(v => v / deviation)];

            // The tolerance is five standard errors of the first four moments of a standard normal distribution.
            double n = z.Length;
            Assert.Equal(0, z.Average(), 5 * Math.Sqrt(1 / n));
            Assert.Equal(1, z.Average(v => v * v), 5 * Math.Sqrt(2 / n));
            Assert.Equal(0, z.Average(v => v * v * v), 5 * Math.Sqrt(15 / n));
            Assert.Equal(3, z.Average(v => v * v * v * v), 5 * Math.Sqrt(96 / n));
        }
    }

    [Fact]
    public void Norm_weights_are_initially_1_and_biases_0()
    {
        ParameterSet parameters = Initialized(seed: 5);
        foreach (Parameter parameter in parameters.All.Where(p => p.Shape.Length == 1))
        {
            float expected = parameter.Name.Contains("ln_", StringComparison.Ordinal) && parameter.Name.EndsWith(".weight", StringComparison.Ordinal) ? 1 : 0;
            Assert.All(parameters[parameter].ToArray(), value => Assert.Equal(expected, value));
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_values_and_no_two_tensors_have_the_same_values()
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
