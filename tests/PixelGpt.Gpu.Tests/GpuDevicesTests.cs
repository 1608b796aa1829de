using PixelGpt.Gpu.Devices;

namespace PixelGpt.Gpu.Tests;

public class GpuDevicesTests
{
    [Fact]
    public void Devices_are_listed_with_unique_names_and_their_memory()
    {
        IReadOnlyList<GpuDevice> devices = GpuDevices.All();
        Assert.Equal(devices.Count, devices.Select(d => d.Id).Distinct().Count());
        Assert.All(devices, device => Assert.True(device is { Name.Length: > 0, MemoryBytes: > 0, Multiprocessors: > 0 }, device.ToString()));
    }

    [Theory]
    [InlineData(GpuDeviceType.Cuda, 1, "cuda:1")]
    [InlineData(GpuDeviceType.OpenCl, 0, "opencl:0")]
    public void A_device_is_selected_by_type_and_index(GpuDeviceType type, int index, string id) =>
        Assert.Equal(id, new GpuDevice(type, index, "Device", 1, 1, "").Id);
}
