using PixelGpt.Formats;
using PixelGpt.IO;
using PixelGpt.Judging.Measures;
using PixelGpt.Numerics;
using PixelGpt.Numerics.LinearAlgebra;

namespace PixelGpt.Judging;

/// <summary>
/// A small network that maps a surprisal profile to the logit of the probability that the picture is real: inputs
/// standardised and clamped to ±5, one hidden layer with tanh, and one output.
/// </summary>
internal sealed class JudgeHead
{
    private const double Bound = 5;

    private readonly double[] _mean;
    private readonly double[] _deviation;

    private JudgeHead(double[] mean, double[] deviation, int hidden)
    {
        (_mean, _deviation, Hidden) = (mean, deviation, hidden);
        Parameters = new double[(hidden * (Inputs + 2)) + 1];
    }

    /// <summary>The number of inputs.</summary>
    public int Inputs => _mean.Length;

    /// <summary>The size of the hidden layer.</summary>
    public int Hidden { get; }

    /// <summary>All parameters: hidden weights [inputs, hidden], hidden biases [hidden], output weights [hidden], output bias.</summary>
    public double[] Parameters { get; }

    /// <summary>The number of hidden weights, which come first in <see cref="Parameters"/>; only they have weight decay.</summary>
    public int WeightCount => Inputs * Hidden;

    /// <summary>Creates an untrained head.</summary>
    /// <param name="profiles">Profiles from which the mean and standard deviation of each input are computed.</param>
    /// <param name="hidden">The size of the hidden layer.</param>
    /// <param name="random">Random number generator for the initial weights.</param>
    public static JudgeHead Create(IReadOnlyList<double[]> profiles, int hidden, ref PhiloxRandom random)
    {
        int inputs = profiles[0].Length;
        double[] mean = new double[inputs], deviation = new double[inputs];
        for (int i = 0; i < inputs; i++)
        {
            // Rounded to float32, because the file stores float32.
            mean[i] = (float)profiles.Average(p => p[i]);
            deviation[i] = (float)(Math.Sqrt(profiles.Average(p => (p[i] - mean[i]) * (p[i] - mean[i]))) + 1e-6);
        }

        var head = new JudgeHead(mean, deviation, hidden);
        for (int i = 0; i < head.WeightCount; i++) head.Parameters[i] = random.NextNormal() / Math.Sqrt(inputs);
        for (int i = 0; i < hidden; i++) head.Parameters[head.WeightCount + hidden + i] = random.NextNormal() / Math.Sqrt(hidden);
        return head;
    }

    /// <summary>Reads a head from a file.</summary>
    /// <exception cref="InputException">The file is missing, damaged, or for profiles of another length.</exception>
    public static JudgeHead Load(string path, int inputs)
    {
        using var file = SafeTensors.Load(path);
        double[] Read(string name, params int[] shape)
        {
            if (!file.Names.Contains(name) || !file.Shape(name).SequenceEqual(shape))
                throw new InputException($"{path}: expected a tensor '{name}' of shape [{string.Join(", ", shape)}]; the file does not belong to this judge");
            return [.. file.FiniteFloats(name).Select(v => (double)v)];
        }

        int hidden = file.Names.Contains("hidden.bias") ? file.Shape("hidden.bias").Sum() : 0;
        var head = new JudgeHead(Read("profile.mean", inputs), Read("profile.deviation", inputs), hidden);
        ReadOnlySpan<double> all = [.. Read("hidden.weight", inputs, hidden), .. Read("hidden.bias", hidden), .. Read("score.weight", hidden), .. Read("score.bias", 1)];
        all.CopyTo(head.Parameters);
        return head;
    }

    /// <summary>Writes the head to a file.</summary>
    public void Save(string path)
    {
        float[] Floats(IEnumerable<double> values) => [.. values.Select(v => (float)v)];
        float[] Part(int start, int length) => Floats(Parameters.Skip(start).Take(length));
        NamedTensor[] tensors =
        [
            new("profile.mean", [Inputs], Floats(_mean)),
            new("profile.deviation", [Inputs], Floats(_deviation)),
            new("hidden.weight", [Inputs, Hidden], Part(0, WeightCount)),
            new("hidden.bias", [Hidden], Part(WeightCount, Hidden)),
            new("score.weight", [Hidden], Part(WeightCount + Hidden, Hidden)),
            new("score.bias", [1], Part(WeightCount + (2 * Hidden), 1)),
        ];
        AtomicFile.Write(path, stream => SafeTensors.Write(stream, tensors, new Dictionary<string, string> { ["format"] = "pt" }));
    }

    /// <summary>Computes the logit of a profile.</summary>
    public double Logit(ReadOnlySpan<double> profile)
    {
        double[] inputs = new double[Inputs], layer = new double[Hidden];
        Standardize(profile, inputs);
        return Logit(inputs, layer);
    }

    /// <summary>Standardises and clamps a profile.</summary>
    public void Standardize(ReadOnlySpan<double> profile, Span<double> inputs)
    {
        for (int i = 0; i < inputs.Length; i++) inputs[i] = Math.Clamp((profile[i] - _mean[i]) / _deviation[i], -Bound, Bound);
    }

    /// <summary>
    /// Computes the binary cross-entropy of one example in nats, and adds its gradient, multiplied by
    /// <paramref name="scale"/>, to <paramref name="gradient"/>.
    /// </summary>
    /// <param name="inputs">A standardised profile.</param>
    /// <param name="label">1 for a real picture, 0 for a negative.</param>
    /// <param name="scale">Factor for the gradient.</param>
    /// <param name="layer">Scratch space of <see cref="Hidden"/> values.</param>
    /// <param name="gradient">The gradient, in the order of <see cref="Parameters"/>.</param>
    public double AddGradient(ReadOnlySpan<double> inputs, int label, double scale, Span<double> layer, Span<double> gradient)
    {
        double logit = Logit(inputs, layer), slope = (BinaryLoss.Sigmoid(logit) - label) * scale;
        ReadOnlySpan<double> output = Parameters.AsSpan(WeightCount + Hidden, Hidden);
        DoubleVectors.AddScaled(slope, layer, gradient.Slice(WeightCount + Hidden, Hidden));
        gradient[^1] += slope;
        for (int j = 0; j < Hidden; j++) layer[j] = slope * output[j] * (1 - (layer[j] * layer[j]));
        DoubleVectors.AddScaled(1, layer, gradient.Slice(WeightCount, Hidden));
        for (int i = 0; i < inputs.Length; i++)
        {
            if (inputs[i] != 0) DoubleVectors.AddScaled(inputs[i], layer, gradient.Slice(i * Hidden, Hidden));
        }

        return BinaryLoss.CrossEntropy(logit, label);
    }

    private double Logit(ReadOnlySpan<double> inputs, Span<double> layer)
    {
        Parameters.AsSpan(WeightCount, Hidden).CopyTo(layer);
        for (int i = 0; i < inputs.Length; i++)
        {
            if (inputs[i] != 0) DoubleVectors.AddScaled(inputs[i], Parameters.AsSpan(i * Hidden, Hidden), layer);
        }

        for (int j = 0; j < Hidden; j++) layer[j] = Math.Tanh(layer[j]);
        return DoubleVectors.Dot(layer, Parameters.AsSpan(WeightCount + Hidden, Hidden)) + Parameters[^1];
    }
}
