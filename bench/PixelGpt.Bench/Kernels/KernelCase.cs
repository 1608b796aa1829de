using PixelGpt.Numerics;

namespace PixelGpt.Bench.Kernels;

/// <summary>One thing to time: a kernel, its sizes, and how much work one call is.</summary>
public sealed class KernelCase
{
    private readonly string _name;
    private readonly Func<IKernels, Action> _prepare;

    internal KernelCase(string name, double work, string unit, Func<IKernels, Action> prepare)
    {
        _name = name;
        Work = work;
        Unit = unit;
        _prepare = prepare;
    }

    /// <summary>How many <see cref="Unit"/>s one call is.</summary>
    public double Work { get; }

    /// <summary>What work is counted in: <c>FLOP</c>, or <c>element</c> where memory is what takes the time.</summary>
    public string Unit { get; }

    /// <inheritdoc/>
    public override string ToString() => _name;

    /// <summary>Makes the operands; the result is the call to time.</summary>
    internal Action Prepare(IKernels kernels) => _prepare(kernels);
}
