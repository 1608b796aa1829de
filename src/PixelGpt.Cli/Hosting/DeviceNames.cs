using System.Text.RegularExpressions;
using PixelGpt.Gpu.Devices;

namespace PixelGpt.Cli.Hosting;

/// <summary>The names of devices that <c>--device</c> accepts.</summary>
internal static partial class DeviceNames
{
    /// <summary>The processor.</summary>
    public const string Cpu = "cpu";

    /// <summary>A graphics processor if there is one and the work is large enough, otherwise the processor.</summary>
    public const string Auto = "auto";

    /// <summary>Returns whether a name is valid; there may be no such device.</summary>
    public static bool IsValid(string name) => name is Cpu or Auto || Graphics().IsMatch(name);

    [GeneratedRegex($"^((cuda|opencl)(:[0-9]{{1,3}})?|{GpuConnection.EmulatedId})$")]
    private static partial Regex Graphics();
}
