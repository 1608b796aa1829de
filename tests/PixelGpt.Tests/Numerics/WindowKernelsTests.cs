using PixelGpt.Numerics;

namespace PixelGpt.Tests.Numerics;

/// <summary>Convolution and pooling against their readable forms, and these against a formula, on shapes that fit nothing.</summary>
public class WindowKernelsTests
{
    private static readonly ReferenceKernels Reference = new();

    public static TheoryData<string> Fast => KernelsTests.Fast;

    [Theory]
    [MemberData(nameof(Fast))]
    public void Convolution_and_pooling_agree_for_every_shape(string name)
    {
        IKernels kernels = Kernels.Choose(name);
        var random = new PhiloxRandom(11);
        for (int trial = 0; trial < 150; trial++)
        {
            WindowShape window = Shape(ref random);
            bool countPadding = random.NextInt32(2) == 0;
            int channels = Count(ref random), outputs = Count(ref random), stride = outputs + random.NextInt32(3), poolStride = channels + random.NextInt32(3);
            int first = random.NextInt32(window.OutputPixels), places = 1 + random.NextInt32(window.OutputPixels - first), k = window.Taps * channels;
            float[] input = Normals(ref random, window.Pixels * channels), weights = Normals(ref random, k * outputs), bias = Normals(ref random, outputs);

            float[] Run(IKernels on)
            {
                float[] packed = new float[on.PackedLength(k, outputs)], output = new float[places * stride], most = new float[places * poolStride], mean = new float[places * poolStride];
                on.Pack(new ReadOnlyMatrixSpan(weights, k, outputs), packed);
                var picture = new ReadOnlyMatrixSpan(input, window.Pixels, channels);
                on.ConvolveRelu(picture, window, new PackedMatrix(packed, k, outputs), bias, first, new MatrixSpan(output, places, outputs, stride));
                on.MaxPool(picture, window, first, new MatrixSpan(most, places, channels, poolStride));
                on.AveragePool(picture, window, countPadding, first, new MatrixSpan(mean, places, channels, poolStride));
                return [.. output, .. most, .. mean];
            }

            float[] expected = Run(Reference), actual = Run(kernels);
            for (int i = 0; i < expected.Length; i++)
                Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-4f * (1 + Math.Abs(expected[i])), $"{window}, {channels} to {outputs} channels, place {first}: {i} is {actual[i]}, not {expected[i]}");
        }
    }

    [Theory]
    [MemberData(nameof(Fast))]
    public void A_place_has_the_same_bits_alone_and_in_company(string name)
    {
        IKernels kernels = Kernels.Choose(name);
        var random = new PhiloxRandom(12);
        var window = new WindowShape(9, 8, 3, 3, 1, 1, 1);
        const int Channels = 37, Outputs = 21, K = 9 * Channels;
        float[] input = Normals(ref random, window.Pixels * Channels), weights = Normals(ref random, K * Outputs), bias = Normals(ref random, Outputs);
        float[] packed = new float[kernels.PackedLength(K, Outputs)], whole = new float[window.OutputPixels * Outputs], alone = new float[Outputs];
        kernels.Pack(new ReadOnlyMatrixSpan(weights, K, Outputs), packed);
        kernels.ConvolveRelu(new ReadOnlyMatrixSpan(input, window.Pixels, Channels), window, new PackedMatrix(packed, K, Outputs), bias, 0, new MatrixSpan(whole, window.OutputPixels, Outputs));
        for (int place = 0; place < window.OutputPixels; place++)
        {
            kernels.ConvolveRelu(new ReadOnlyMatrixSpan(input, window.Pixels, Channels), window, new PackedMatrix(packed, K, Outputs), bias, place, new MatrixSpan(alone, 1, Outputs));
            Assert.Equal(whole[(place * Outputs)..((place + 1) * Outputs)], alone);
        }
    }

    [Fact]
    public void A_window_moves_as_it_should()
    {
        // 3×3 over 4 rows of 5 pixels numbered from 0, padded by one, two steps at a time: places 0 to 2 lie on the first rows.
        var window = new WindowShape(4, 5, 3, 3, 2, 1, 1);
        Assert.Equal((2, 3), (window.OutputHeight, window.OutputWidth));
        float[] input = [.. Enumerable.Range(0, 20).Select(i => (float)i)], most = new float[6], counted = new float[6], plain = new float[6], sums = new float[6];
        var picture = new ReadOnlyMatrixSpan(input, 20, 1);
        Reference.MaxPool(picture, window, 0, new MatrixSpan(most, 6, 1));
        Reference.AveragePool(picture, window, true, 0, new MatrixSpan(counted, 6, 1));
        Reference.AveragePool(picture, window, false, 0, new MatrixSpan(plain, 6, 1));
        float[] weights = [1, 2, 3, 4, 5, 6, 7, 8, 9];
        Reference.ConvolveRelu(picture, window, new PackedMatrix(weights, 9, 1), [-100], 0, new MatrixSpan(sums, 6, 1));
        Assert.Equal([6f, 8, 9, 16, 18, 19], most);
        Assert.Equal([12 / 9f, 27 / 9f, 24 / 9f, 63 / 9f, 108 / 9f, 81 / 9f], counted);
        Assert.Equal([12 / 4f, 27 / 6f, 24 / 4f, 63 / 6f, 108 / 9f, 81 / 6f], plain);

        // The first place sees 0, 1, 5 and 6 by weights 5, 6, 8 and 9: 100 − 100. The fifth sees 6, 7, 8, 11, … 18 by all nine: 636 − 100.
        Assert.Equal(0, sums[0]);
        Assert.Equal(536, sums[4]);
    }

    private static WindowShape Shape(ref PhiloxRandom random)
    {
        if (random.NextInt32(4) == 0) return new WindowShape(1 + random.NextInt32(13), 1 + random.NextInt32(13), 1, 1);
        (int kernelHeight, int kernelWidth) = (1 + random.NextInt32(5), 1 + random.NextInt32(5));
        return new WindowShape(
            kernelHeight + random.NextInt32(9), kernelWidth + random.NextInt32(9), kernelHeight, kernelWidth, 1 + random.NextInt32(3), random.NextInt32((kernelHeight / 2) + 1), random.NextInt32((kernelWidth / 2) + 1));
    }

    private static int Count(ref PhiloxRandom random) => random.NextInt32(3) switch
    {
        0 => 1 + random.NextInt32(5),
        1 => 16 * (1 + random.NextInt32(3)),
        _ => 1 + random.NextInt32(70),
    };

    private static float[] Normals(ref PhiloxRandom random, int count)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) values[i] = (float)random.NextNormal();
        return values;
    }
}
