using PixelGpt.Imaging;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Memory;

namespace PixelGpt.Pictures;

/// <summary>Settings of ImageSharp, by which a damaged or hostile file cannot use more memory than a PNG picture.</summary>
internal static class ImageSharpSetup
{
    /// <summary>Maximum size of one buffer: that of the largest picture.</summary>
    private const int MaxBufferMegabytes = PixelImage.MaxPixels / (1 << 20) * 4;

    /// <summary>The settings to pass to each call. The global ones of ImageSharp are not changed.</summary>
    public static Configuration Configuration { get; } = Create();

    private static Configuration Create()
    {
        Configuration configuration = Configuration.Default.Clone();
        configuration.MaxDegreeOfParallelism = 1;
        configuration.MemoryAllocator = MemoryAllocator.Create(new MemoryAllocatorOptions { AllocationLimitMegabytes = MaxBufferMegabytes, MaximumPoolSizeMegabytes = 16 });
        return configuration;
    }
}
