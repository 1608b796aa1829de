using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace PixelGpt.Gpu.Devices;

/// <summary>An open device.</summary>
internal sealed class GpuConnection : IDisposable
{
    /// <summary>The name of a device that the processor emulates, which is slow and only for tests.</summary>
    public const string EmulatedId = "emulated";

    /// <summary>The environment variable that makes the emulated device available, if it is 1.</summary>
    public const string EmulatedVariable = "PIXELGPT_EMULATED_DEVICE";

    private readonly Context _context;

    private GpuConnection(string id, Context context, Accelerator accelerator) => (Id, _context, Accelerator) = (id, context, accelerator);

    /// <summary>The name that selects the device.</summary>
    public string Id { get; }

    /// <summary>The name that the driver reports.</summary>
    public string Name => Accelerator.Name.Trim();

    /// <summary>The device, to run kernels on.</summary>
    public Accelerator Accelerator { get; }

    /// <summary>Opens a device.</summary>
    /// <param name="id">Name of the device, see <see cref="GpuDevice.Id"/>, or <c>cuda</c> or <c>opencl</c> for the first one of a type.</param>
    /// <exception cref="InputException">There is no such device; the message names those that there are.</exception>
    /// <exception cref="FailureException">The device cannot be used.</exception>
    public static GpuConnection Open(string id)
    {
        if (id == EmulatedId && Environment.GetEnvironmentVariable(EmulatedVariable) == "1") return Emulate();
        GpuDevice found = GpuDevices.Find(id, GpuDevices.All());
        return GpuFailure.Within(() =>
        {
            Context context = GpuDevices.CreateContext();
            return new GpuConnection(found.Id, context, GpuDevices.In(context, found).CreateAccelerator(context));
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Accelerator.Dispose();
        _context.Dispose();
    }

    private static GpuConnection Emulate()
    {
        var context = Context.Create(builder => builder.Optimize(OptimizationLevel.O1).CPU(new CPUDevice(2, 1, 1)));
        return new GpuConnection(EmulatedId, context, context.Devices.OfType<CPUDevice>().Single().CreateAccelerator(context));
    }
}
