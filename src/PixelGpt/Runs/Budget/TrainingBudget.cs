using System.Globalization;

namespace PixelGpt.Runs.Budget;

/// <summary>
/// Chooses a model and a number of epochs for a time budget. The largest model is chosen that reaches the number of epochs
/// from which it is better than the next smaller one. The budget includes the measurement of the speed, training, the
/// evaluation of the dev split and saving. It is planned, not enforced: a run that is slower than measured takes longer,
/// because the learning-rate schedule is computed for the chosen number of epochs.
/// </summary>
internal static class TrainingBudget
{
    /// <summary>The part of the budget that is planned. The rest is for a machine that becomes slower while it trains.</summary>
    private const double PlannedFraction = 0.95;

    /// <summary>The part of the budget that the measurement of one model may take.</summary>
    private const double MeasurementFraction = 0.02;

    private static readonly TimeSpan MinMeasurement = TimeSpan.FromSeconds(0.2);
    private static readonly TimeSpan MaxMeasurement = TimeSpan.FromSeconds(2);

    /// <summary>Chooses a model and a number of epochs.</summary>
    /// <param name="budget">The time budget.</param>
    /// <param name="candidates">The models to choose from, largest first.</param>
    /// <param name="measure">Measures the speed of a model for the given duration.</param>
    /// <param name="clock">The clock for the time that the measurements take.</param>
    /// <exception cref="InputException">The budget is too short for one epoch of the smallest model.</exception>
    public static BudgetChoice Choose(TimeSpan budget, IReadOnlyList<BudgetCandidate> candidates, Func<BudgetCandidate, TimeSpan, TrainingSpeed> measure, TimeProvider clock)
    {
        InputException.Check(budget > TimeSpan.Zero, "budget", budget, "greater than 0");
        long start = clock.GetTimestamp();
        TimeSpan duration = TimeSpan.FromTicks(Math.Clamp((budget * MeasurementFraction).Ticks, MinMeasurement.Ticks, MaxMeasurement.Ticks));
        var larger = new List<(BudgetCandidate Candidate, int Epochs)>();
        foreach (BudgetCandidate candidate in candidates)
        {
            TrainingSpeed speed = measure(candidate, duration);
            double seconds = (budget * PlannedFraction - clock.GetElapsedTime(start)).TotalSeconds;
            int epochs = (int)Math.Clamp(Math.Round(seconds / speed.SecondsPerEpoch), 0, candidate.Training.MostEpochs);
            bool isSmallest = candidate == candidates[^1];
            if (epochs >= (isSmallest ? 1 : candidate.Training.FewestEpochs)) return new BudgetChoice(candidate, speed, epochs, larger);
            if (isSmallest)
                throw new InputException(string.Create(CultureInfo.InvariantCulture, $"a budget of {budget.TotalSeconds:G3} s is too short: measuring the speed took {clock.GetElapsedTime(start).TotalSeconds:G3} s, and one epoch of the {candidate.Preset.ToString().ToLowerInvariant()} preset takes {speed.SecondsPerEpoch:G3} s"));
            larger.Add((candidate, epochs));
        }

        throw new ArgumentException("there are no models to choose from", nameof(candidates));
    }
}
