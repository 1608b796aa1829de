using System.Collections.Immutable;
using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>
/// All parameters of a model in one stretch of floats, each beginning on a cache line; gradients and optimizer state
/// have the same layout. The gaps between are 0 and stay so.
/// </summary>
public sealed class ParameterSet
{
    /// <summary>Floats that a file of 2 GiB holds.</summary>
    private const long MaxExtent = 1 << 29;

    private readonly List<Parameter> _all = [];
    private FloatBuffer? _values;

    /// <summary>The parameters in the order of the state dict.</summary>
    public IReadOnlyList<Parameter> All => _all;

    /// <summary>How many trained numbers there are.</summary>
    public long Count => _all.Sum(p => (long)p.Length);

    /// <summary>Floats in the layout, gaps included.</summary>
    internal int Extent { get; private set; }

    /// <summary>The values, laid out.</summary>
    internal Span<float> Values => (_values ??= new FloatBuffer(Extent)).Span;

    /// <summary>The values of one parameter, row-major.</summary>
    public ReadOnlySpan<float> this[Parameter parameter] => parameter.In((ReadOnlySpan<float>)Values);

    /// <summary>Adds a parameter; all are added before values are first asked for.</summary>
    /// <exception cref="InputException">The model becomes larger than can be worked with.</exception>
    internal Parameter Add(string name, Initializer initializer, params ImmutableArray<int> shape)
    {
        if (shape.Aggregate(1L, (product, size) => checked(product * size)) > MaxExtent - Extent)
            throw new InputException($"'{name}' [{string.Join(", ", shape)}] makes the model larger than the {MaxExtent} parameters that are supported; make it smaller");
        var parameter = new Parameter(name, shape, Extent, initializer);
        _all.Add(parameter);
        Extent += Alignment.RoundUp(parameter.Length);
        return parameter;
    }

    /// <summary>Draws every parameter from its distribution; the same seed gives the same bits.</summary>
    internal void Initialize(ulong seed)
    {
        const ulong StreamTag = 0x696E697400000000;
        for (int i = 0; i < _all.Count; i++)
        {
            Initializer initializer = _all[i].Initializer;
            Span<float> values = _all[i].In(Values);
            if (initializer.Deviation == 0)
            {
                values.Fill(initializer.Mean);
                continue;
            }

            var random = new PhiloxRandom(seed, StreamTag | (uint)i);
            foreach (ref float value in values) value = (float)(initializer.Mean + (initializer.Deviation * random.NextNormal()));
        }
    }
}
