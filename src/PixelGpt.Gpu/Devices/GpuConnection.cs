using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace PixelGpt.Gpu.Devices;

/// <summary>An open device.</summary>
internal sealed class GpuConnection : IDisposable
{
    private readonly Context _context;

    private GpuConnection(Context context, Accelerator accelerator) => (_context, Accelerator) = (context, accelerator);

    /// <summary>The device, to run kernels on.</summary>
    public Accelerator Accelerator { get; }

    /// <summary>Opens a device.</summary>
    /// <param name="id">Name of the device, see <see cref="GpuDevice.Id"/>.</param>
    /// <exception cref="InputException">There is no such device.</exception>
    public static GpuConnection Open(string id)
    {
        GpuDevice found = GpuDevices.All().FirstOrDefault(d => d.Id == id)
            ?? throw new InputException($"there is no graphics processor '{Excerpt.Of(id)}' on this machine; 'pixelgpt devices' lists those that are there");
        Context context = GpuDevices.CreateContext();
        IEnumerable<Device> devices = found.Type == GpuDeviceType.Cuda ? context.Devices.OfType<CudaDevice>() : context.Devices.OfType<CLDevice>();
        return new GpuConnection(context, devices.ElementAt(found.Index).CreateAccelerator(context));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Accelerator.Dispose();
        _context.Dispose();
    }
}
