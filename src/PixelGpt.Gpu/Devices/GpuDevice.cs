using System.Globalization;

namespace PixelGpt.Gpu.Devices;

/// <summary>A graphics processor of this machine.</summary>
/// <param name="Type">The interface that the device is programmed with.</param>
/// <param name="Index">Index among the devices of the same type, from 0.</param>
/// <param name="Name">Name that the driver reports.</param>
/// <param name="MemoryBytes">Size of its memory.</param>
/// <param name="Multiprocessors">Number of its multiprocessors, which OpenCL calls compute units.</param>
/// <param name="Version">Compute capability with CUDA, such as <c>9.0</c>; version of the device's C language with OpenCL.</param>
public sealed record GpuDevice(GpuDeviceType Type, int Index, string Name, long MemoryBytes, int Multiprocessors, string Version)
{
    /// <summary>The name that selects the device, such as <c>cuda:0</c>.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{(Type == GpuDeviceType.Cuda ? "cuda" : "opencl")}:{Index}");
}
