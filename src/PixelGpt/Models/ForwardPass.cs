using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>The operands that all layers share in one forward pass over T rows.</summary>
internal readonly ref struct ForwardPass
{
    /// <summary>The kernels to compute with.</summary>
    public required IKernels Kernels { get; init; }

    /// <summary>The values of all parameters, in the layout of the <see cref="ParameterSet"/>.</summary>
    public required ReadOnlySpan<float> Parameters { get; init; }

    /// <summary>The position of each row in its sequence [T].</summary>
    public required ReadOnlySpan<int> Positions { get; init; }

    /// <summary>The index of the angles of each row's query in the tables of the rotary embedding [T].</summary>
    public required ReadOnlySpan<int> QueryAngles { get; init; }

    /// <summary>The index of the angles of each row's key in the tables of the rotary embedding [T].</summary>
    public required ReadOnlySpan<int> KeyAngles { get; init; }

    /// <summary>The buffers that receive all intermediate results.</summary>
    public required Activations Activations { get; init; }

    /// <summary>The attention between rows.</summary>
    public required IAttention Attention { get; init; }

    /// <summary>The dropout masks of the pass; null for no dropout.</summary>
    public DropoutContext? Dropout { get; init; }

    /// <summary>The number of rows, T.</summary>
    public int Rows => Positions.Length;

    /// <summary>Returns the dropout at one site of the model.</summary>
    public Dropout DropoutAt(int site, float rate) => Dropout?.At(rate, site) ?? default;
}
