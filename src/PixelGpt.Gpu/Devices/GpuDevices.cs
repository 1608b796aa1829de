using ILGPU;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
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

    /// <summary>Finds a device.</summary>
    /// <param name="id">Name of the device, see <see cref="GpuDevice.Id"/>, or <c>cuda</c> or <c>opencl</c> for the first one of a type.</param>
    /// <param name="devices">The devices of this machine.</param>
    /// <exception cref="InputException">There is no such device; the message names those that there are.</exception>
    internal static GpuDevice Find(string id, IReadOnlyList<GpuDevice> devices)
    {
        GpuDeviceType? type = id.Split(':')[0] switch { "cuda" => GpuDeviceType.Cuda, "opencl" => GpuDeviceType.OpenCl, _ => null };
        GpuDevice? found = devices.FirstOrDefault(d => d.Id == id) ?? devices.FirstOrDefault(d => d.Type == type && !id.Contains(':', StringComparison.Ordinal));
        if (found is not null) return found;
        if (type is not null && devices.All(d => d.Type != type))
            throw new InputException($"there is no device '{Excerpt.Of(id)}', because {(type == GpuDeviceType.Cuda ? "CUDA" : "OpenCL")} finds none: install the driver of the graphics processor, or use {Choices(devices)}");
        throw new InputException($"there is no device '{Excerpt.Of(id)}' on this machine; use {Choices(devices)}");
    }

    /// <summary>Returns a device of a context.</summary>
    /// <param name="context">The context.</param>
    /// <param name="device">The device.</param>
    internal static Device In(Context context, GpuDevice device) =>
        (device.Type == GpuDeviceType.Cuda ? context.Devices.OfType<CudaDevice>().Cast<Device>() : context.Devices.OfType<CLDevice>()).ElementAt(device.Index);

    /// <summary>Creates a context with all devices.</summary>
    internal static Context CreateContext() => Context.Create(builder => builder.Optimize(OptimizationLevel.O2).Cuda(LimitInstructionSet).OpenCL());

    private static string Choices(IReadOnlyList<GpuDevice> devices) => string.Join(" or ", devices.Select(d => d.Id).Prepend("cpu"));

    /// <summary>Makes a driver usable that is newer than the compiler: drivers accept the code of all earlier versions.</summary>
    private static void LimitInstructionSet(CudaDeviceOverride device)
    {
        CudaInstructionSet newest = PTXCodeGenerator.SupportedInstructionSets.First();
        if (device.InstructionSet is not { } version || version > newest) device.InstructionSet = newest;
    }
}
