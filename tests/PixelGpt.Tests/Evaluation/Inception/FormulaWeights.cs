using System.Collections.Immutable;
using System.Globalization;
using PixelGpt.Formats;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Evaluation.Inception;

/// <summary>Weights of Inception v3 defined by a formula, with the shapes of the official files, as the reference values use them.</summary>
internal sealed class FormulaWeights : ITensorSource
{
    private readonly Dictionary<string, (int Index, ImmutableArray<int> Shape)> _tensors = [];

    /// <param name="table">Name of the table of tensors: index, name, shape.</param>
    public FormulaWeights(string table)
    {
        Path = SharedData.PathOf("reference", "inception", table);
        foreach (string[] columns in File.ReadLines(Path).Skip(1).Select(line => line.Split('\t')))
        {
            ImmutableArray<int> shape = [.. columns[2].Split('x', StringSplitOptions.RemoveEmptyEntries).Select(size => int.Parse(size, CultureInfo.InvariantCulture))];
            _tensors[columns[1]] = (int.Parse(columns[0], CultureInfo.InvariantCulture), shape);
        }
    }

    public string Path { get; }

    public IReadOnlyCollection<string> Names => _tensors.Keys;

    public ImmutableArray<int> Shape(string name) => _tensors[name].Shape;

    public void CopyTo(string name, Span<float> destination)
    {
        (int index, ImmutableArray<int> shape) = _tensors[name];
        float[] values = new float[destination.Length];
        Func<double, double> scale = name switch
        {
            _ when name.EndsWith("conv.weight", StringComparison.Ordinal) => Weight(shape.Skip(1).Aggregate(1, (a, b) => a * b)),
            _ when name.EndsWith("bn.weight", StringComparison.Ordinal) => s => 1 + (0.1 * s),
            _ when name.EndsWith("running_var", StringComparison.Ordinal) => s => 1 + (0.2 * Math.Abs(s)),
            _ => s => 0.1 * s,
        };
        Parallel.For(0, (values.Length + 65535) / 65536, piece =>
        {
            for (long i = piece * 65536L; i < Math.Min(values.Length, (piece + 1) * 65536L); i++)
                values[i] = (float)scale(Math.Sin((0.37 * i) + (1.3 * index) + 0.5 + (0.6180339887 * (i * i % 9973))));
        });
        values.CopyTo(destination);
    }

    public void Dispose()
    {
    }

    private static Func<double, double> Weight(int fanIn)
    {
        double deviation = Math.Sqrt(2.0 / fanIn) * 1.5;
        return s => deviation * s;
    }
}
