namespace PixelGpt.Formats;

/// <summary>The element type of float tensors in a file.</summary>
internal enum FloatType
{
    /// <summary>32-bit floats.</summary>
    F32,

    /// <summary>16-bit floats with 5 bits of exponent (<see cref="Half"/>), which halve the size of a file.</summary>
    F16,
}
