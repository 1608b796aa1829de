namespace PixelGpt.Formats;

/// <summary>Rounds float32 tensors to float16.</summary>
internal static class HalfPrecision
{
    /// <summary>Rounds the values of a tensor to the nearest float16; ties go to the value with an even significand.</summary>
    /// <param name="tensor">Tensor to round.</param>
    /// <returns>The rounded values. NaN and infinity stay what they are.</returns>
    /// <exception cref="InputException">A finite value exceeds the range of float16; the message names the tensor.</exception>
    public static Half[] Round(NamedTensor tensor)
    {
        ReadOnlySpan<float> values = tensor.Values.Span;
        var rounded = new Half[values.Length];
        for (int i = 0; i < rounded.Length; i++)
        {
            rounded[i] = (Half)values[i];
            if (Half.IsInfinity(rounded[i]) && float.IsFinite(values[i]))
                throw new InputException(FormattableString.Invariant($"tensor '{Excerpt.Of(tensor.Name, 100)}': the value {values[i]} at index {i} exceeds the range of F16, ±{(float)Half.MaxValue}; use F32"));
        }

        return rounded;
    }
}
