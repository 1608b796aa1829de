namespace PixelGpt.Judging.Measures;

/// <summary>Whether probabilities are what they say: of the pictures called real with 70 %, are 70 % real?</summary>
public sealed record Calibration
{
    /// <summary>Bins of equal width that probabilities fall into.</summary>
    public const int BinCount = 10;

    /// <summary>Expected calibration error (Naeini et al. 2015): how far a bin's mean probability is from its share of real pictures, averaged by what falls into it.</summary>
    public required double ExpectedCalibrationError { get; init; }

    /// <summary>Mean squared distance of probability and label (Brier 1950): 0 is perfect, 0.25 is what a constant of one half gets.</summary>
    public required double BrierScore { get; init; }

    /// <summary>Mean cross entropy in nats; a constant of one half gets ln 2, 0.6931.</summary>
    public required double CrossEntropy { get; init; }

    /// <summary>The bins that anything fell into, in rising order.</summary>
    public required IReadOnlyList<ReliabilityBin> Reliability { get; init; }

    /// <summary>Measures probabilities against labels.</summary>
    /// <param name="pictures">Scored pictures: at least one.</param>
    /// <param name="temperature">What logits are divided by.</param>
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

/// <summary>A row of a reliability table.</summary>
/// <param name="From">The lowest probability that falls into it.</param>
/// <param name="To">The first that does not; 1 does fall into the last.</param>
/// <param name="Share">The share of pictures in it, by weight.</param>
/// <param name="Probability">Their mean probability of being real.</param>
/// <param name="Real">The share of them that are.</param>
public sealed record ReliabilityBin(double From, double To, double Share, double Probability, double Real);
