namespace PixelGpt.Judging.Measures;

/// <summary>Logits, the probabilities they stand for, and how wrong they are.</summary>
public static class BinaryLoss
{
    /// <summary>The probability that a logit stands for.</summary>
    public static double Sigmoid(double logit) => 1 / (1 + Math.Exp(-logit));

    /// <summary>−log of the probability that a logit gives to a label of 1 or 0, in nats, without overflow.</summary>
    public static double CrossEntropy(double logit, int label) => Math.Max(logit, 0) - (logit * label) + Math.Log(1 + Math.Exp(-Math.Abs(logit)));
}
