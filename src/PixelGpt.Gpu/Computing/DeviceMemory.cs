using ILGPU;
using ILGPU.Runtime;

namespace PixelGpt.Gpu.Computing;

/// <summary>Memory of a device.</summary>
/// <typeparam name="T">Type of the values.</typeparam>
/// <param name="engine">The engine of the device, which counts the memory.</param>
/// <param name="buffer">The memory.</param>
internal sealed class DeviceMemory<T>(GpuEngine engine, MemoryBuffer1D<T, Stride1D.Dense> buffer) : IDisposable
    where T : unmanaged
{
    /// <summary>The values.</summary>
    public ArrayView<T> View => buffer.View.BaseView;

    /// <summary>The number of values.</summary>
    public int Length => (int)buffer.Length;

    /// <summary>Sets all values to 0.</summary>
    public void Clear() => buffer.MemSetToZero();

    /// <summary>Copies values to the device.</summary>
    /// <param name="values">The values.</param>
    /// <param name="first">Index of the first value in this memory.</param>
    public void Upload(ReadOnlySpan<T> values, int first = 0)
    {
        if (!values.IsEmpty) View.SubView(first, values.Length).CopyFromCPU(values);
    }

    /// <summary>Copies values from the device, after it has completed all earlier work.</summary>
    /// <param name="values">Receives the values.</param>
    /// <param name="first">Index of the first value in this memory.</param>
    public void Download(Span<T> values, int first = 0)
    {
        if (!values.IsEmpty) View.SubView(first, values.Length).CopyToCPU(values);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (buffer.IsDisposed) return;
        engine.Release(buffer.LengthInBytes);
        buffer.Dispose();
    }
}
