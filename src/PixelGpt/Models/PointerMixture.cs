using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>
/// One row of the mixture of a colour pointer, m(v) = (1 − g) · s(v) + g · Σ α(k) over the positions k whose colour is v: its
/// cross-entropy, and the gradients with respect to the logits of s, the scores of α and the input of g.
/// </summary>
internal ref struct PointerMixture
{
    /// <summary>The softmax s [V], then the gradient of its logits.</summary>
    public required Span<float> Distribution { get; init; }

    /// <summary>The attention weights α of the positions so far, then the gradients of their scores.</summary>
    public required Span<float> Attention { get; init; }

    /// <summary>The colours of the positions so far.</summary>
    public required ReadOnlySpan<int> History { get; init; }

    /// <summary>The gate g.</summary>
    public required float Gate { get; init; }

    /// <summary>The factor of the gradients.</summary>
    public required float GradientScale { get; init; }

    /// <summary>The factor of the scores in the attention weights.</summary>
    public required float ScoreScale { get; init; }

    /// <summary>Whether the gradients of the scores and of the gate are needed.</summary>
    public required bool Training { get; init; }

    /// <summary>The gradient of the input of the gate.</summary>
    public float GateGradient { get; private set; }

    /// <summary>Computes the negative log-likelihood of a colour.</summary>
    /// <param name="label">Index of the colour.</param>
    /// <param name="kernels">Kernels to compute with.</param>
    public float Loss(int label, IKernels kernels)
    {
        Span<float> distribution = Distribution, attention = Attention;
        ReadOnlySpan<int> history = History;
        float pointed = 0;
        for (int k = 0; k < attention.Length; k++) pointed += history[k] == label ? attention[k] : 0;
        float probability = Math.Max(((1 - Gate) * distribution[label]) + (Gate * pointed), Probabilities.Min);

        // The gradient is divided between the two components in proportion to what each adds to the probability of
        // the label: as cross-entropy of the softmax, as cross-entropy of the attention, and as that of the gate.
        float fromSoftmax = (1 - Gate) * distribution[label] / probability, fromPointer = Gate * pointed / probability;
        if (Training)
        {
            GateGradient = GradientScale * Gate * (1 - Gate) * (distribution[label] - pointed) / probability;
            float same = GradientScale * Gate * (pointed - 1) / probability * ScoreScale, other = GradientScale * fromPointer * ScoreScale;
            for (int k = 0; k < attention.Length; k++) attention[k] *= history[k] == label ? same : other;
        }

        kernels.Scale(distribution, GradientScale * fromSoftmax);
        distribution[label] -= GradientScale * fromSoftmax;
        return -MathF.Log(probability);
    }

    /// <summary>Computes a loss of a program, whose logits are log m(v). Its negative gradient takes the place of the target distribution.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="target">The correct colour.</param>
    /// <param name="activations">Buffers of the pass.</param>
    /// <param name="mixture">Temporary memory [V].</param>
    public float Loss(IPixelLoss loss, PixelTarget target, Activations activations, Span<float> mixture)
    {
        mixture.Clear();
        for (int k = 0; k < Attention.Length; k++) mixture[History[k]] += Attention[k];
        Span<float> logits = activations.LossLogits, gradient = activations.LossGradient;
        for (int v = 0; v < logits.Length; v++) logits[v] = MathF.Log(Math.Max(((1 - Gate) * Distribution[v]) + (Gate * mixture[v]), Probabilities.Min));
        gradient.Clear();
        float value = (float)loss.Compute(logits, target, gradient);
        foreach (ref float slope in gradient) slope = -slope;
        _ = Loss(gradient, mixture);
        return value;
    }

    /// <summary>Computes the cross-entropy −Σ q(v) · log m(v) with a target distribution q.</summary>
    /// <param name="target">Target distribution q [V]; overwritten.</param>
    /// <param name="mixture">Temporary memory [V].</param>
    /// <remarks>
    /// With r(v) = q(v) / m(v), S = Σ r(v) · s(v) and A = Σ r(colour of k) · α(k), the gradients are (1 − g) · s(v) · (S − r(v))
    /// for the logits, g · α(k) · (A − r(colour of k)) for the scores, and g · (1 − g) · (S − A) for the input of the gate.
    /// </remarks>
    public float Loss(Span<float> target, Span<float> mixture)
    {
        Span<float> distribution = Distribution, attention = Attention;
        ReadOnlySpan<int> history = History;
        mixture.Clear();
        for (int k = 0; k < attention.Length; k++) mixture[history[k]] += attention[k];
        double loss = 0, softmaxSum = 0, pointerSum = 0;
        for (int v = 0; v < distribution.Length; v++)
        {
            float pointed = mixture[v], probability = Math.Max(((1 - Gate) * distribution[v]) + (Gate * pointed), Probabilities.Min);
            loss -= target[v] * MathF.Log(probability);
            target[v] /= probability;
            softmaxSum += (double)target[v] * distribution[v];
            pointerSum += (double)target[v] * pointed;
        }

        float s = (float)softmaxSum, a = (float)pointerSum;
        for (int v = 0; v < distribution.Length; v++) distribution[v] *= GradientScale * (1 - Gate) * (s - target[v]);
        if (!Training) return (float)loss;
        GateGradient = GradientScale * Gate * (1 - Gate) * (float)(softmaxSum - pointerSum);
        for (int k = 0; k < attention.Length; k++) attention[k] *= GradientScale * Gate * (a - target[history[k]]) * ScoreScale;
        return (float)loss;
    }
}
