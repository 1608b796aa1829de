using PixelGpt.Numerics;
using PixelGpt.Processes;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Training;

namespace PixelGpt.Tests.Training;

public class GradientSumsTests
{
    private const int Length = (2 * GradientSums.ChunkLength) + 48;

    public static TheoryData<int> Batches => [1, 2, 3, 5, 7, 8, 11, 16, 21];

    [Theory]
    [MemberData(nameof(Batches))]
    public void The_sum_does_not_depend_on_groups_threads_or_processes(int sequences)
    {
        float[] expected = Pairwise([.. Enumerable.Range(0, sequences).Select(Gradient)]);
        for (int groupSize = 1; groupSize <= 16; groupSize *= 2)
        {
            using var pool = new WorkerPool(3);
            var sums = new GradientSums(Kernels.Best, pool, Length, sequences, groupSize);
            for (int repeat = 0; repeat < 2; repeat++) sums.Compute(0, sequences, sequences, (sequence, _, to) => Gradient(sequence).CopyTo(to.Span));
            Assert.Equal(expected, Assert.Single(sums.Sums).Sum.Span.ToArray());
        }

        for (int processes = 2; processes <= 9; processes++)
        {
            foreach (float[] sum in ThreadGroup.Run(processes, group => Sum(group, sequences))) Assert.Equal(expected, sum);
        }
    }

    private static float[] Sum(IProcessGroup group, int sequences)
    {
        using var pool = new WorkerPool(1);
        var sums = new GradientSums(Kernels.Best, pool, Length, sequences, 4);
        var exchange = new GradientExchange(group, Kernels.Best, pool, sums, Length);
        (int start, int end) = Share.Of(sequences, group.Rank, group.Size);
        sums.Compute(start, end, sequences, (sequence, _, to) => Gradient(sequence).CopyTo(to.Span));
        return exchange.AddUp(sequences).Span.ToArray();
    }

    private static float[] Gradient(int sequence)
    {
        var random = new PhiloxRandom(5, (ulong)sequence);
        return [.. Enumerable.Range(0, Length).Select(_ => (float)random.NextNormal())];
    }

    /// <summary>Adds neighbours, then neighbouring pairs, and so on.</summary>
    private static float[] Pairwise(float[][] gradients)
    {
        while (gradients.Length > 1) gradients = [.. gradients.Chunk(2).Select(pair => pair.Length == 1 ? pair[0] : [.. pair[0].Zip(pair[1], (a, b) => a + b)])];
        return gradients[0];
    }
}
