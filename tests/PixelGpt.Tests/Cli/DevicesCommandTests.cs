using System.Text.Json.Nodes;
using PixelGpt.Gpu.Devices;

namespace PixelGpt.Tests.Cli;

/// <summary>Tests of <c>pixelgpt devices</c>.</summary>
public class DevicesCommandTests
{
    [Fact]
    public async Task Lists_the_devices_or_says_that_there_is_none()
    {
        string[] ids = [.. GpuDevices.All().Select(device => device.Id)];
        CliResult text = await CliFixture.RunAsync("devices"), json = await CliFixture.RunAsync("devices", "--json");
        Assert.Equal((0, 0), (text.Code, json.Code));
        if (ids.Length == 0) Assert.Contains("No graphics processor was found", text.Out, StringComparison.Ordinal);
        Assert.All(ids, id => Assert.Contains(id, text.Out, StringComparison.Ordinal));
        Assert.Equal(ids, JsonNode.Parse(json.Out)!["devices"]!.AsArray().Select(device => (string)device!["id"]!));
    }

    [Fact]
    public async Task A_device_that_is_not_there_is_refused() =>
        Assert.Contains("there is no device 'cuda:99'", await CliFixture.RefusedAsync(["devices", "--measure", "cuda:99"]), StringComparison.Ordinal);

    [Fact]
    public async Task The_processor_is_measured_by_another_command() =>
        Assert.Contains("'pixelgpt bench' measures the processor", await CliFixture.RefusedAsync(["devices", "--measure", "cpu"]), StringComparison.Ordinal);
}
