namespace PixelGpt.Gpu.Devices;

/// <summary>The interface that a device is programmed with.</summary>
public enum GpuDeviceType
{
    /// <summary>CUDA, of NVIDIA.</summary>
    Cuda,

    /// <summary>OpenCL.</summary>
    OpenCl,
}
