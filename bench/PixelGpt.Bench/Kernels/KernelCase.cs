using PixelGpt.Numerics;

namespace PixelGpt.Bench.Kernels;

/// <summary>One benchmark case: a kernel with its sizes and the amount of work of one call.</summary>
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

    /// <summary>Amount of work of one call, in <see cref="Unit"/>s.</summary>
    public double Work { get; }

    /// <summary>Unit of work: <c>FLOP</c>, or <c>element</c> for kernels that are limited by memory.</summary>
    public string Unit { get; }

    /// <inheritdoc/>
    public override string ToString() => _name;

    /// <summary>Creates the operands and returns the call to time.</summary>
    internal Action Prepare(IKernels kernels) => _prepare(kernels);
}
