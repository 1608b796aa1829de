namespace PixelGpt.Runs.Sweeps;

/// <summary>
/// Successive halving (Jamieson and Talwalkar 2016): all settings are trained for a part of their epochs, the best of them for a larger part,
/// and so on; each part is a rung. Each trial is planned for all its epochs from the start, so that its learning-rate schedule does not depend on the rungs.
/// </summary>
internal sealed class HalvingSchedule
{
    /// <summary>The largest factor that is accepted.</summary>
    public const int MaxFactor = 100;

    private readonly int _factor;
    private readonly int[] _settings;

    /// <summary>Creates the schedule.</summary>
    /// <param name="factor">One of so many settings reaches the next rung, rounded up; 1 to train all settings to the end.</param>
    /// <param name="settings">The number of settings.</param>
    /// <param name="epochs">The smallest number of epochs of all settings. The first rung has at least one epoch, so few epochs mean fewer rungs.</param>
    public HalvingSchedule(int factor, int settings, int epochs)
    {
        _factor = factor;
        List<int> counts = [settings];
        for (long share = factor; factor > 1 && counts[^1] > 1 && share <= epochs; share *= factor) counts.Add((counts[^1] + factor - 1) / factor);
        _settings = [.. counts];
    }

    /// <summary>The number of rungs.</summary>
    public int Rungs => _settings.Length;

    /// <summary>Returns how many settings are trained in a rung.</summary>
    /// <param name="rung">The rung, from 0.</param>
    public int SettingsIn(int rung) => _settings[rung];

    /// <summary>Returns the number of epochs that a trial has at the end of a rung.</summary>
    /// <param name="rung">The rung, from 0.</param>
    /// <param name="epochs">The number of epochs that the trial is planned for.</param>
    public int EpochsAfter(int rung, int epochs)
    {
        long share = 1;
        for (int i = rung + 1; i < Rungs; i++) share *= _factor;
        return (int)((epochs + share - 1) / share);
    }
}
