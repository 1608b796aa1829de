using ILGPU;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace PixelGpt.Gpu.Devices;

/// <summary>Finds the graphics processors of this machine. Without a driver there are none; nothing fails.</summary>
public static class GpuDevices
{
    /// <summary>Returns all devices: those of CUDA first, and then those of OpenCL.</summary>
    public static IReadOnlyList<GpuDevice> All()
    {
        using Context context = CreateContext();
        return
        [
            .. context.Devices.OfType<CudaDevice>().Select((device, index) => new GpuDevice(
                GpuDeviceType.Cuda, index, device.Name, device.MemorySize, device.NumMultiprocessors, device.Architecture is { } a ? $"{a.Major}.{a.Minor}" : "")),
            .. context.Devices.OfType<CLDevice>().Select((device, index) => new GpuDevice(
                GpuDeviceType.OpenCl, index, device.Name.Trim(), device.MemorySize, device.NumMultiprocessors, device.CVersion.ToString())),
        ];
    }

    /// <summary>Creates a context with all devices.</summary>
    internal static Context CreateContext() => Context.Create(builder => builder.Optimize(OptimizationLevel.O2).Cuda(LimitInstructionSet).OpenCL());

    /// <summary>Makes a driver usable that is newer than the compiler: drivers accept the code of all earlier versions.</summary>
    private static void LimitInstructionSet(CudaDeviceOverride device)
    {
        CudaInstructionSet newest = PTXCodeGenerator.SupportedInstructionSets.First();
        if (device.InstructionSet is not { } version || version > newest) device.InstructionSet = newest;
    }
}
