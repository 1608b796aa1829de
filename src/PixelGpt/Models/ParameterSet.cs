using System.Collections.Immutable;
using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>
/// All parameters of a model, with their values in one contiguous buffer. Each parameter starts on a cache line, and the
/// padding between parameters is always 0. Gradients and optimizer state have the same layout.
/// </summary>
public sealed class ParameterSet
{
    /// <summary>Maximum number of floats: 2 GiB.</summary>
    private const long MaxExtent = 1 << 29;

    private readonly List<Parameter> _all = [];
    private FloatBuffer? _values;

    /// <summary>The parameters, in the order of the state dict.</summary>
    public IReadOnlyList<Parameter> All => _all;

    /// <summary>The parameter count: the number of values of all parameters.</summary>
    public long Count => _all.Sum(p => (long)p.Length);

    /// <summary>The length of the layout in floats, including padding.</summary>
    internal int Extent { get; private set; }

    /// <summary>The values of all parameters, in the layout of the set.</summary>
    internal Span<float> Values => (_values ??= new FloatBuffer(Extent)).Span;

    /// <summary>Gets the values of one parameter, row-major.</summary>
    /// <param name="parameter">A parameter of this set.</param>
    public ReadOnlySpan<float> this[Parameter parameter] => parameter.In((ReadOnlySpan<float>)Values);

    /// <summary>Adds a parameter. All parameters must be added before the first access to <see cref="Values"/>.</summary>
    /// <exception cref="InputException">The model exceeds the supported size.</exception>
    internal Parameter Add(string name, Initializer initializer, params ImmutableArray<int> shape)
    {
        Parameter parameter = Reserve(name, initializer, shape);
        _all.Add(parameter);
        return parameter;
    }

    /// <summary>Adds a range to the layout that belongs to no parameter: a place for a gradient from which those of parameters follow.</summary>
    /// <param name="shape">Size of each dimension.</param>
    /// <exception cref="InputException">The model exceeds the supported size.</exception>
    internal Parameter AddGradientPlace(params ImmutableArray<int> shape) => Reserve("gradient", Initializer.Zeros, shape);

    private Parameter Reserve(string name, Initializer initializer, ImmutableArray<int> shape)
    {
        if (shape.Aggregate(1L, (product, size) => checked(product * size)) > MaxExtent - Extent)
            throw new InputException($"parameter '{name}' [{string.Join(", ", shape)}] makes the model larger than the limit of {MaxExtent} parameters; use a smaller model");
        var parameter = new Parameter(name, shape, Extent, initializer);
        Extent += Alignment.RoundUp(parameter.Length);
        return parameter;
    }

    /// <summary>Draws the values of every parameter from its initial distribution. The result depends only on the seed.</summary>
    internal void Initialize(ulong seed)
    {
        const ulong StreamTag = 0x696E697400000000;
        for (int i = 0; i < _all.Count; i++)
        {
            Initializer initializer = _all[i].Initializer;
            Span<float> values = _all[i].In(Values);
            if (initializer.StandardDeviation == 0)
            {
                values.Fill(initializer.Mean);
                continue;
            }

            var random = new PhiloxRandom(seed, StreamTag | (uint)i);
            foreach (ref float value in values) value = (float)(initializer.Mean + (initializer.StandardDeviation * random.NextNormal()));
        }
    }
}
