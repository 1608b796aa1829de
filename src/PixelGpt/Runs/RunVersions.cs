using System.Reflection;
using System.Runtime.InteropServices;

namespace PixelGpt.Runs;

/// <summary>The software versions that the result of a run may depend on.</summary>
public sealed record RunVersions
{
    /// <summary>The version of PixelGpt.</summary>
    public required string Pixelgpt { get; init; }

    /// <summary>The version of .NET.</summary>
    public required string Dotnet { get; init; }

    /// <summary>The operating system and its version.</summary>
    public required string Os { get; init; }

    /// <summary>The name of the kernels. Different kernels may round differently.</summary>
    public required string Kernels { get; init; }

    /// <summary>The versions of this process.</summary>
    public static RunVersions Current => new()
    {
        Pixelgpt = typeof(RunVersions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown",
        Dotnet = RuntimeInformation.FrameworkDescription,
        Os = RuntimeInformation.OSDescription + " " + RuntimeInformation.OSArchitecture,
        Kernels = Numerics.Kernels.Best.Name,
    };
}
