namespace PixelGpt.Judging.Measures;

/// <summary>How well probabilities agree with frequencies: of the pictures with a probability of 70 %, about 70 % should be real.</summary>
internal sealed record Calibration
{
    /// <summary>The number of bins of equal width.</summary>
    public const int BinCount = 10;

    /// <summary>The expected calibration error (Naeini et al. 2015): the mean over the bins, by weight, of the difference between mean probability and fraction of real pictures.</summary>
    public required double ExpectedCalibrationError { get; init; }

    /// <summary>The Brier score: mean squared difference between probability and label (Brier 1950). 0 is perfect; a constant probability of ½ has 0.25.</summary>
    public required double BrierScore { get; init; }

    /// <summary>The mean cross-entropy in nats; a constant probability of ½ has ln 2 = 0.6931.</summary>
    public required double CrossEntropy { get; init; }

    /// <summary>The bins that are not empty, in ascending order.</summary>
    public required IReadOnlyList<ReliabilityBin> Reliability { get; init; }

    /// <summary>Computes the calibration of scored pictures.</summary>
    /// <param name="pictures">Scored pictures, at least one.</param>
    /// <param name="temperature">Temperature that logits are divided by.</param>
    /// <returns>The calibration.</returns>
    public static Calibration Of(IReadOnlyList<ScoredPicture> pictures, double temperature = 1)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        double total = pictures.Sum(p => p.Weight), brier = 0, error = 0;
        var bins = new (double Weight, double Probability, double Real)[BinCount];
        foreach (ScoredPicture picture in pictures)
        {
            double probability = BinaryLoss.Sigmoid(picture.Logit / temperature), weight = picture.Weight / total;
            brier += weight * Math.Pow(probability - picture.Label, 2);
            ref (double Weight, double Probability, double Real) bin = ref bins[Math.Min(BinCount - 1, (int)(probability * BinCount))];
            bin = (bin.Weight + weight, bin.Probability + (weight * probability), bin.Real + (weight * picture.Label));
        }

        var reliability = new List<ReliabilityBin>();
        for (int i = 0; i < bins.Length; i++)
        {
            if (bins[i].Weight == 0) continue;
            error += Math.Abs(bins[i].Probability - bins[i].Real);
            reliability.Add(new ReliabilityBin((double)i / BinCount, (i + 1.0) / BinCount, bins[i].Weight, bins[i].Probability / bins[i].Weight, bins[i].Real / bins[i].Weight));
        }

        return new Calibration
        {
            ExpectedCalibrationError = error,
            BrierScore = brier,
            CrossEntropy = ScoredPicture.CrossEntropy(pictures, temperature),
            Reliability = reliability,
        };
    }
}
