using PixelGpt.Gpu.Computing;
using PixelGpt.Gpu.Tests.Infrastructure;
using PixelGpt.Numerics;

namespace PixelGpt.Gpu.Tests.Kernels;

[Collection(EmulatedDevice.Collection)]
public class EmbeddingTests(EmulatedDevice device)
{
    [Theory]
    [InlineData(1, 3, 2)]
    [InlineData(300, 5, 11)]
    [InlineData(90, 70, 130)]
    public void Sums_and_gradients_skip_negative_indices(int rows, int columns, int embeddings)
    {
        const int Terms = 2;
        float[] tables = EmulatedDevice.Random(Terms * embeddings * columns, 1), dx = EmulatedDevice.Random(rows * columns, 2), sums = new float[rows * columns], gradient = EmulatedDevice.Random(embeddings * columns, 3);
        int[] offsets = [embeddings * columns, 0], indices = new int[rows * Terms];
        var random = new PhiloxRandom(4);
        foreach (ref int index in indices.AsSpan()) index = random.NextInt32(-1, embeddings);
        foreach (GpuEngine engine in (GpuEngine[])[device.Fast, device.Wide])
        {
            using DeviceMemory<float> dTables = EmulatedDevice.Upload(engine, tables), x = engine.Allocate<float>(sums.Length), dSums = EmulatedDevice.Upload(engine, dx), dGradient = EmulatedDevice.Upload(engine, gradient);
            using DeviceMemory<int> dOffsets = EmulatedDevice.Upload(engine, offsets), dIndices = EmulatedDevice.Upload(engine, indices);
            engine.Embed(rows, columns, Terms, dTables.View, dOffsets.View, dIndices.View, x.View);
            engine.EmbedBackward(rows, columns, 1, Terms, embeddings, dSums.View, dIndices.View, dGradient.View);
            float[] expected = new float[sums.Length], expectedGradient = [.. gradient];
            for (int i = 0; i < indices.Length; i++)
            {
                for (int column = 0; indices[i] >= 0 && column < columns; column++)
                {
                    expected[(i / Terms * columns) + column] += tables[offsets[i % Terms] + (indices[i] * columns) + column];
                    if (i % Terms == 1) expectedGradient[(indices[i] * columns) + column] += dx[(i / Terms * columns) + column];
                }
            }

            EmulatedDevice.AssertClose(expected, EmulatedDevice.Download(x, sums.Length));
            EmulatedDevice.AssertClose(expectedGradient, EmulatedDevice.Download(dGradient, gradient.Length));
        }
    }
}
