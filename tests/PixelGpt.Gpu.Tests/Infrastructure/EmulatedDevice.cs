using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using PixelGpt.Gpu.Computing;
using PixelGpt.Numerics;
using PixelGpt.Training;

namespace PixelGpt.Gpu.Tests.Infrastructure;

/// <summary>ILGPU's emulation of a device by threads of the processor. Tests that use it are in one collection, because its threads take all cores.</summary>
public sealed class EmulatedDevice : IDisposable
{
    public const string Collection = "emulated device";

    private readonly Context _context = Context.Create(builder => builder.Optimize(OptimizationLevel.O1).CPU(new CPUDevice(2, 1, 1)).CPU(new CPUDevice(32, 2, 1)));
    private readonly Accelerator[] _accelerators;

    public EmulatedDevice()
    {
        _accelerators = [.. _context.Devices.OfType<CPUDevice>().Select(device => device.CreateAccelerator(_context))];
        Accelerator narrow = _accelerators.Single(a => a.MaxNumThreadsPerGroup == 2), wide = _accelerators.Single(a => a.MaxNumThreadsPerGroup == 64);
        Fast = new GpuEngine(narrow, groups: 3);
        Device = new GpuComputeDevice("emulated", Fast);
        Small = new GpuEngine(narrow, groups: 3, rowThreads: 2);
        Wide = new GpuEngine(wide, groups: 3, rowThreads: 8, isWide: true);
    }

    /// <summary>An engine with one thread per group, which is fast.</summary>
    internal GpuEngine Fast { get; }

    /// <summary>An engine with two threads per row.</summary>
    internal GpuEngine Small { get; }

    /// <summary>An engine with the groups of a graphics processor, which is slow.</summary>
    internal GpuEngine Wide { get; }

    /// <summary>A device that computes with <see cref="Fast"/>.</summary>
    internal ComputeDevice Device { get; }

    internal static float[] Random(int count, ulong seed)
    {
        var random = new PhiloxRandom(seed);
        float[] values = new float[count];
        foreach (ref float value in values.AsSpan()) value = (float)random.NextNormal();
        return values;
    }

    internal static DeviceMemory<T> Upload<T>(GpuEngine engine, T[] values)
        where T : unmanaged
    {
        DeviceMemory<T> memory = engine.Allocate<T>(values.Length);
        memory.Upload(values);
        return memory;
    }

    internal static T[] Download<T>(DeviceMemory<T> memory, int count)
        where T : unmanaged
    {
        var values = new T[count];
        memory.Download(values);
        return values;
    }

    internal static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, float tolerance = 1e-5f)
    {
        Assert.Equal(expected.Length, actual.Length);
        float largest = 1;
        foreach (float value in expected) largest = Math.Max(largest, Math.Abs(value));
        for (int i = 0; i < expected.Length; i++) Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * largest, $"value {i}: expected {expected[i]}, got {actual[i]}");
    }

    public void Dispose()
    {
        Fast.Dispose();
        Small.Dispose();
        Wide.Dispose();
        foreach (Accelerator accelerator in _accelerators) accelerator.Dispose();
        _context.Dispose();
    }
}
