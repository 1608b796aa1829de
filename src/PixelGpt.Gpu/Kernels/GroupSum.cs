using ILGPU;

namespace PixelGpt.Gpu.Kernels;

/// <summary>Reductions over the threads of a group in a fixed order: a binary tree in shared memory. The number of threads is a power of 2.</summary>
internal static class GroupSum
{
    /// <summary>The maximum number of threads of a group.</summary>
    public const int MaxThreads = 256;

    /// <summary>Returns the sum of the values of neighbouring threads.</summary>
    /// <param name="shared">Shared memory with one value per thread.</param>
    /// <param name="value">The value of this thread.</param>
    /// <param name="lanes">Number of threads that add up their values.</param>
    public static float Of(ArrayView<float> shared, float value, int lanes)
    {
        int thread = Group.IdxX, lane = thread % lanes;
        shared[thread] = value;
        Group.Barrier();
        for (int step = lanes / 2; step > 0; step /= 2)
        {
            if (lane < step) shared[thread] += shared[thread + step];
            Group.Barrier();
        }

        float sum = shared[thread - lane];
        Group.Barrier();
        return sum;
    }

    /// <summary>Returns the maximum of the values of all threads.</summary>
    /// <param name="shared">Shared memory with one value per thread.</param>
    /// <param name="value">The value of this thread.</param>
    public static float MaxOf(ArrayView<float> shared, float value)
    {
        int thread = Group.IdxX;
        shared[thread] = value;
        Group.Barrier();
        for (int step = Group.DimX / 2; step > 0; step /= 2)
        {
            if (thread < step) shared[thread] = IntrinsicMath.Max(shared[thread], shared[thread + step]);
            Group.Barrier();
        }

        float max = shared[0];
        Group.Barrier();
        return max;
    }
}
