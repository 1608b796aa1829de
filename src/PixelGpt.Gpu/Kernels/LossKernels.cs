using ILGPU;

namespace PixelGpt.Gpu.Kernels;

/// <summary>Cross-entropy of the correct colours, with or without a colour pointer. A group has one row.</summary>
internal static class LossKernels
{
    /// <summary>The smallest probability, see <see cref="Models.Probabilities.Min"/>.</summary>
    private const float MinProbability = 1e-30f;

    /// <summary>Computes the cross-entropy of each row, and replaces its logits by their gradient. A row with a negative label counts as 0.</summary>
    /// <param name="logits">Logits [rows, colours], then their gradient.</param>
    /// <param name="labels">Index of the correct colour of each row.</param>
    /// <param name="losses">Receives the cross-entropies.</param>
    /// <param name="colors">Number of colours.</param>
    /// <param name="scale">Factor of the gradient.</param>
    public static void CrossEntropy(ArrayView<float> logits, ArrayView<int> labels, ArrayView<float> losses, int colors, float scale)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(GroupSum.MaxThreads);
        int row = Grid.IdxX, label = labels[row];
        ArrayView<float> values = logits.SubView(row * colors);
        float labelLogit = label < 0 ? 0 : values[label], logSum = LogSum(shared, values, colors);
        if (Group.IdxX == 0) losses[row] = label < 0 ? 0 : logSum - labelLogit;
        float factor = label < 0 ? 0 : scale;
        for (int v = Group.IdxX; v < colors; v += Group.DimX) values[v] = factor * (DeviceMath.Exp(values[v] - logSum) - (v == label ? 1 : 0));
    }

    /// <summary>
    /// Computes the cross-entropy of the mixture of softmax and pointer as <see cref="Models.PointerMixture"/> does. The logits become
    /// their gradient.
    /// </summary>
    /// <param name="logits">Logits [rows, colours], then their gradient.</param>
    /// <param name="pointed">Distributions of the pointer [rows, colours].</param>
    /// <param name="dPointed">Receives their gradient.</param>
    /// <param name="gates">Input of the gate of each row.</param>
    /// <param name="dGates">Receives its gradient.</param>
    /// <param name="gateStride">Distance of the gates.</param>
    /// <param name="labels">Index of the correct colour of each row; negative for none.</param>
    /// <param name="losses">Receives the cross-entropies.</param>
    /// <param name="colors">Number of colours.</param>
    /// <param name="scale">Factor of the gradient.</param>
    /// <param name="gateShift">Value that is added to the input of the gate.</param>
    public static void PointerCrossEntropy(
        ArrayView<float> logits, ArrayView<float> pointed, ArrayView<float> dPointed, ArrayView<float> gates, ArrayView<float> dGates, int gateStride, ArrayView<int> labels, ArrayView<float> losses, int colors, float scale, float gateShift)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(GroupSum.MaxThreads);
        int row = Grid.IdxX, label = labels[row], at = IntrinsicMath.Max(0, label);
        ArrayView<float> values = logits.SubView(row * colors), gradients = dPointed.SubView(row * colors);
        float labelLogit = values[at], pointedLabel = pointed[(row * colors) + at], gate = DeviceMath.Sigmoid(gates[row * gateStride] + gateShift);

        // LogSum waits for all threads, so every thread has read the values above before any is overwritten.
        float logSum = LogSum(shared, values, colors), softmaxLabel = DeviceMath.Exp(labelLogit - logSum), factor = label < 0 ? 0 : scale;
        float probability = IntrinsicMath.Max(((1 - gate) * softmaxLabel) + (gate * pointedLabel), MinProbability), fromSoftmax = (1 - gate) * softmaxLabel / probability;
        if (Group.IdxX == 0)
        {
            losses[row] = label < 0 ? 0 : -DeviceMath.Log(probability);
            dGates[row * gateStride] = factor * gate * (1 - gate) * (softmaxLabel - pointedLabel) / probability;
        }

        for (int v = Group.IdxX; v < colors; v += Group.DimX)
        {
            values[v] = factor * fromSoftmax * (DeviceMath.Exp(values[v] - logSum) - (v == label ? 1 : 0));
            gradients[v] = v == label ? -factor * gate / probability : 0;
        }
    }

    /// <summary>Replaces logits by the logarithms of the mixture of softmax and pointer.</summary>
    /// <param name="logits">Logits [rows, colours].</param>
    /// <param name="pointed">Distributions of the pointer [rows, colours].</param>
    /// <param name="gates">Input of the gate of each row.</param>
    /// <param name="gateStride">Distance of the gates.</param>
    /// <param name="colors">Number of colours.</param>
    /// <param name="gateShift">Value that is added to the input of the gate.</param>
    public static void PointerLogits(ArrayView<float> logits, ArrayView<float> pointed, ArrayView<float> gates, int gateStride, int colors, float gateShift)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(GroupSum.MaxThreads);
        int row = Grid.IdxX;
        ArrayView<float> values = logits.SubView(row * colors), pointer = pointed.SubView(row * colors);
        float gate = DeviceMath.Sigmoid(gates[row * gateStride] + gateShift), logSum = LogSum(shared, values, colors);
        for (int v = Group.IdxX; v < colors; v += Group.DimX)
            values[v] = DeviceMath.Log(IntrinsicMath.Max(((1 - gate) * DeviceMath.Exp(values[v] - logSum)) + (gate * pointer[v]), MinProbability));
    }

    /// <summary>Returns the logarithm of the sum of exponentials of a row.</summary>
    private static float LogSum(ArrayView<float> shared, ArrayView<float> values, int count)
    {
        float max = float.NegativeInfinity, sum = 0;
        for (int v = Group.IdxX; v < count; v += Group.DimX) max = IntrinsicMath.Max(max, values[v]);
        max = GroupSum.MaxOf(shared, max);
        for (int v = Group.IdxX; v < count; v += Group.DimX) sum += DeviceMath.Exp(values[v] - max);
        return max + DeviceMath.Log(GroupSum.Of(shared, sum, Group.DimX));
    }
}
