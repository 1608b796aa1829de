using PixelGpt.Gpu.Computing;
using PixelGpt.Gpu.Kernels;
using PixelGpt.Gpu.Tests.Infrastructure;
using PixelGpt.Numerics;

namespace PixelGpt.Gpu.Tests.Kernels;

[Collection(EmulatedDevice.Collection)]
public class DropoutTests(EmulatedDevice device)
{
    [Fact]
    public void Masks_are_the_same_bits_as_on_the_processor()
    {
        const int Sequences = 3, PerSequence = 77, First = 5;
        int[] sites = [0, 1024, 2050];
        const long Step = (1L << 33) + 7;
        const ulong Seed = 0x123456789ABCDEF0;
        float[] x = EmulatedDevice.Random(Sequences * PerSequence, 1);
        using DeviceMemory<float> dx = EmulatedDevice.Upload(device.Fast, x), dy = device.Fast.Allocate<float>(x.Length);
        using DeviceMemory<int> dSites = EmulatedDevice.Upload(device.Fast, sites);
        using DeviceMemory<uint> keys = device.Fast.Allocate<uint>(2 * sites.Length * Sequences);
        device.Fast.DeriveDropoutKeys(keys.View, dSites.View, sites.Length, Sequences, First, Step, DropoutContext.KeyOf(Seed));
        for (int site = 0; site < sites.Length; site++)
        {
            float[] expected = new float[x.Length];
            Dropout dropout = default;
            for (int sequence = 0; sequence < Sequences; sequence++)
            {
                dropout = new DropoutContext(Seed, Step, First + sequence).At(0.3f, sites[site]);
                new ReferenceKernels().ApplyDropout(x.AsSpan(sequence * PerSequence, PerSequence), dropout, expected.AsSpan(sequence * PerSequence, PerSequence));
            }

            device.Fast.ApplyDropout(x.Length, dx.View, dy.View, keys.View, new DropoutMask(dropout.Threshold, dropout.Scale, site * Sequences), PerSequence);
            Assert.Equal(expected, EmulatedDevice.Download(dy, x.Length));
        }
    }
}
