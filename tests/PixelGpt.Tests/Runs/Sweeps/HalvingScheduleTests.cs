using PixelGpt.Runs.Sweeps;

namespace PixelGpt.Tests.Runs.Sweeps;

public sealed class HalvingScheduleTests
{
    [Theory]
    [InlineData(3, 9, 27, new[] { 9, 3, 1 }, new[] { 3, 9, 27 })]
    [InlineData(3, 4, 25, new[] { 4, 2, 1 }, new[] { 3, 9, 25 })]
    [InlineData(2, 4, 8, new[] { 4, 2, 1 }, new[] { 2, 4, 8 })]
    [InlineData(1, 9, 27, new[] { 9 }, new[] { 27 })]
    [InlineData(3, 1, 27, new[] { 1 }, new[] { 27 })]
    [InlineData(3, 9, 4, new[] { 9, 3 }, new[] { 2, 4 })]
    [InlineData(3, 9, 2, new[] { 9 }, new[] { 2 })]
    public void The_best_of_each_rung_are_trained_for_more_epochs(int factor, int settings, int epochs, int[] counts, int[] ends)
    {
        var schedule = new HalvingSchedule(factor, settings, epochs);
        Assert.Equal(counts, Enumerable.Range(0, schedule.Rungs).Select(schedule.SettingsIn));
        Assert.Equal(ends, Enumerable.Range(0, schedule.Rungs).Select(rung => schedule.EpochsAfter(rung, epochs)));
    }
}
