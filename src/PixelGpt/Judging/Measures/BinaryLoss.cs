namespace PixelGpt.Judging.Measures;

/// <summary>Functions of the logits of a binary classifier.</summary>
internal static class BinaryLoss
{
    /// <summary>Converts a logit to a probability.</summary>
    public static double Sigmoid(double logit) => 1 / (1 + Math.Exp(-logit));

    /// <summary>Computes the cross-entropy of a logit and a label of 0 or 1, in nats, without overflow.</summary>
    public static double CrossEntropy(double logit, int label) => Math.Max(logit, 0) - (logit * label) + Math.Log(1 + Math.Exp(-Math.Abs(logit)));
}
