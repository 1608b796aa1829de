using PixelGpt.Numerics;

namespace PixelGpt.Tests.Numerics;

/// <summary>Compares SIMD convolution and pooling with the reference kernels on irregular shapes, and the reference kernels with values computed by hand.</summary>
public class WindowKernelsTests
{
    private static readonly ReferenceKernels Reference = new();
    private static readonly ConvolutionOptions Relu = new(Accumulate: false, HasRelu: true);

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
            int first = random.NextInt32(window.OutputPixels), pixels = 1 + random.NextInt32(window.OutputPixels - first), k = window.Taps * channels;
            float[] input = Normals(ref random, window.Pixels * channels), weights = Normals(ref random, k * outputs), bias = Normals(ref random, outputs), start = Normals(ref random, pixels * stride);
            var options = new ConvolutionOptions(Accumulate: random.NextInt32(2) == 0, HasRelu: random.NextInt32(2) == 0);

            float[] Run(IKernels tested)
            {
                float[] packed = new float[tested.PackedLength(k, outputs)], output = new float[pixels * stride], maximum = new float[pixels * poolStride], mean = new float[pixels * poolStride];
                tested.Pack(new ReadOnlyMatrixSpan(weights, k, outputs), packed);
                var picture = new ReadOnlyMatrixSpan(input, window.Pixels, channels);
                start.CopyTo(output, 0);
                tested.Convolve(picture, window, new PackedMatrix(packed, k, outputs), bias, options, first, new MatrixSpan(output, pixels, outputs, stride));
                tested.MaxPool(picture, window, first, new MatrixSpan(maximum, pixels, channels, poolStride));
                tested.AveragePool(picture, window, countPadding, first, new MatrixSpan(mean, pixels, channels, poolStride));
                return [.. output, .. maximum, .. mean];
            }

            float[] expected = Run(Reference), actual = Run(kernels);
            for (int i = 0; i < expected.Length; i++)
                Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-4f * (1 + Math.Abs(expected[i])), $"{window}, {channels} to {outputs} channels, first output pixel {first}: element {i} must be {expected[i]} (got {actual[i]})");
        }
    }

    [Theory]
    [MemberData(nameof(Fast))]
    public void Output_pixels_are_bit_identical_alone_and_in_a_block(string name)
    {
        IKernels kernels = Kernels.Choose(name);
        var random = new PhiloxRandom(12);
        var window = new WindowShape(9, 8, 3, 3, 1, 1, 1);
        const int Channels = 37, Outputs = 21, K = 9 * Channels;
        float[] input = Normals(ref random, window.Pixels * Channels), weights = Normals(ref random, K * Outputs), bias = Normals(ref random, Outputs);
        float[] packed = new float[kernels.PackedLength(K, Outputs)], whole = new float[window.OutputPixels * Outputs], alone = new float[Outputs];
        kernels.Pack(new ReadOnlyMatrixSpan(weights, K, Outputs), packed);
        kernels.Convolve(new ReadOnlyMatrixSpan(input, window.Pixels, Channels), window, new PackedMatrix(packed, K, Outputs), bias, Relu, 0, new MatrixSpan(whole, window.OutputPixels, Outputs));
        for (int pixel = 0; pixel < window.OutputPixels; pixel++)
        {
            kernels.Convolve(new ReadOnlyMatrixSpan(input, window.Pixels, Channels), window, new PackedMatrix(packed, K, Outputs), bias, Relu, pixel, new MatrixSpan(alone, 1, Outputs));
            Assert.Equal(whole[(pixel * Outputs)..((pixel + 1) * Outputs)], alone);
        }
    }

    [Fact]
    public void Windows_move_over_the_image_with_stride_and_padding()
    {
        // A 3×3 window over 4 rows of 5 pixels with values from 0, padding 1 and stride 2: output pixels 0 to 2 are in the first row.
        var window = new WindowShape(4, 5, 3, 3, 2, 1, 1);
        Assert.Equal((2, 3), (window.OutputHeight, window.OutputWidth));
        float[] input = [.. Enumerable.Range(0, 20).Select(i => (float)i)], maximum = new float[6], withPadding = new float[6], withoutPadding = new float[6], sums = new float[6];
        var picture = new ReadOnlyMatrixSpan(input, 20, 1);
        Reference.MaxPool(picture, window, 0, new MatrixSpan(maximum, 6, 1));
        Reference.AveragePool(picture, window, true, 0, new MatrixSpan(withPadding, 6, 1));
        Reference.AveragePool(picture, window, false, 0, new MatrixSpan(withoutPadding, 6, 1));
        float[] weights = [1, 2, 3, 4, 5, 6, 7, 8, 9];
        Reference.Convolve(picture, window, new PackedMatrix(weights, 9, 1), [-100], Relu, 0, new MatrixSpan(sums, 6, 1));
        Assert.Equal([6f, 8, 9, 16, 18, 19], maximum);
        Assert.Equal([12 / 9f, 27 / 9f, 24 / 9f, 63 / 9f, 108 / 9f, 81 / 9f], withPadding);
        Assert.Equal([12 / 4f, 27 / 6f, 24 / 4f, 63 / 6f, 108 / 9f, 81 / 6f], withoutPadding);

        float[] accumulated = [1000, 1000, 1000, 1000, 1000, 1000], negative = new float[6];
        Reference.Convolve(picture, window, new PackedMatrix(weights, 9, 1), [-100], Relu with { Accumulate = true }, 0, new MatrixSpan(accumulated, 6, 1));
        Reference.Convolve(picture, window, new PackedMatrix(weights, 9, 1), [-200], Relu with { HasRelu = false }, 0, new MatrixSpan(negative, 6, 1));

        // Output pixel 0 is 0, 1, 5 and 6 times the weights 5, 6, 8 and 9: 100 − 100. Output pixel 4 is 6, 7, 8, 11, … 18 times all nine: 636 − 100.
        Assert.Equal(0, sums[0]);
        Assert.Equal(536, sums[4]);
        Assert.Equal((1000, 1536), (accumulated[0], accumulated[4]));
        Assert.Equal((-100, 436), (negative[0], negative[4]));
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
