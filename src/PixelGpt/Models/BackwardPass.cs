using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>The operands that all layers share in the backward pass of one sequence of T rows.</summary>
internal readonly ref struct BackwardPass
{
    /// <summary>The kernels to compute with.</summary>
    public required IKernels Kernels { get; init; }

    /// <summary>The values of all parameters, in the layout of the <see cref="ParameterSet"/>.</summary>
    public required ReadOnlySpan<float> Parameters { get; init; }

    /// <summary>The position of each row in the sequence [T].</summary>
    public required ReadOnlySpan<int> Positions { get; init; }

    /// <summary>The index of the angles of each row's query in the tables of the rotary embedding [T].</summary>
    public required ReadOnlySpan<int> QueryAngles { get; init; }

    /// <summary>The index of the angles of each row's key in the tables of the rotary embedding [T].</summary>
    public required ReadOnlySpan<int> KeyAngles { get; init; }

    /// <summary>The intermediate results of the forward pass.</summary>
    public required Activations Activations { get; init; }

    /// <summary>Buffers for the gradients of the activations.</summary>
    public required ActivationGradients ActivationGradients { get; init; }

    /// <summary>The attention of the forward pass.</summary>
    public required SequenceAttention Attention { get; init; }

    /// <summary>The dropout masks of the forward pass; null for no dropout.</summary>
    public DropoutContext? Dropout { get; init; }

    /// <summary>The gradients of all parameters, in the layout of the <see cref="ParameterSet"/>; layers add to them.</summary>
    public required Span<float> Gradients { get; init; }

    /// <summary>The number of rows, T.</summary>
    public int Rows => Positions.Length;

    /// <summary>Returns the dropout at one site of the model, with the same mask as in the forward pass.</summary>
    public Dropout DropoutAt(int site, float rate) => Dropout?.At(rate, site) ?? default;
}
