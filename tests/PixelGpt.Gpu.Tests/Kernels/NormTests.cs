using PixelGpt.Gpu.Computing;
using PixelGpt.Gpu.Kernels;
using PixelGpt.Gpu.Tests.Infrastructure;
using PixelGpt.Numerics;

namespace PixelGpt.Gpu.Tests.Kernels;

[Collection(EmulatedDevice.Collection)]
public class NormTests(EmulatedDevice device)
{
    private const float Epsilon = 1e-3f;

    private static readonly ReferenceKernels Reference = new();

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(5, 7, true)]
    [InlineData(3, 20, true)]
    [InlineData(5, 7, false)]
    [InlineData(33, 20, false)]
    public void Norms_and_their_gradients_match_the_reference(int rows, int columns, bool isCentered)
    {
        float[] x = EmulatedDevice.Random(rows * columns, 1), weight = EmulatedDevice.Random(columns, 2), bias = EmulatedDevice.Random(columns, 3), dy = EmulatedDevice.Random(rows * columns, 4);
        float[] y = new float[x.Length], mean = new float[rows], rstd = new float[rows], dx = EmulatedDevice.Random(x.Length, 5), dWeight = EmulatedDevice.Random(columns, 6), dBias = EmulatedDevice.Random(columns, 7);
        foreach (GpuEngine engine in (GpuEngine[])[device.Fast, device.Small, device.Wide])
        {
            using DeviceMemory<float> gx = EmulatedDevice.Upload(engine, x), gw = EmulatedDevice.Upload(engine, weight), gb = EmulatedDevice.Upload(engine, bias), gy = engine.Allocate<float>(x.Length), statistics = engine.Allocate<float>(2 * rows);
            using DeviceMemory<float> gdy = EmulatedDevice.Upload(engine, dy), gdx = EmulatedDevice.Upload(engine, dx), gdw = EmulatedDevice.Upload(engine, dWeight), gdb = EmulatedDevice.Upload(engine, dBias);
            var norm = new Norm(gw.View, gb.View, columns, isCentered, Epsilon);
            engine.Normalize(norm, rows, gx.View, RowLayout.Of(columns), gy.View, RowLayout.Of(columns), statistics.View);
            engine.NormalizeBackward(norm, norm with { Weight = gdw.View, Bias = gdb.View }, rows, gdy.View, gx.View, RowLayout.Of(columns), statistics.View, gdx.View, RowLayout.Of(columns), accumulate: true);
            float[] expectedDx = [.. dx], expectedWeight = [.. dWeight], expectedBias = [.. dBias];
            if (isCentered)
            {
                Reference.LayerNorm(x, weight, bias, Epsilon, y, mean, rstd);
                Reference.LayerNormBackward(dy, x, weight, mean, rstd, new LayerNormGradients(expectedDx, expectedWeight, expectedBias));
            }
            else
            {
                Reference.RmsNorm(new ReadOnlyMatrixSpan(x, rows, columns), weight, Epsilon, new MatrixSpan(y, rows, columns), rstd);
                Reference.RmsNormBackward(new ReadOnlyMatrixSpan(dy, rows, columns), new ReadOnlyMatrixSpan(x, rows, columns), weight, rstd, new MatrixSpan(expectedDx, rows, columns), expectedWeight);
            }

            EmulatedDevice.AssertClose(y, EmulatedDevice.Download(gy, y.Length));
            EmulatedDevice.AssertClose(expectedDx, EmulatedDevice.Download(gdx, dx.Length));
            EmulatedDevice.AssertClose(expectedWeight, EmulatedDevice.Download(gdw, columns));
            EmulatedDevice.AssertClose(expectedBias, EmulatedDevice.Download(gdb, columns));
        }
    }
}
