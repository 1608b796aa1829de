using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using PixelGpt.Numerics;

namespace PixelGpt.Tests.Numerics;

/// <summary>Compares the SIMD kernels with the reference kernels, including sizes that are not multiples of a tile or vector.</summary>
public class KernelsTests
{
    private static readonly int[] IrregularSizes = [1, 2, 5, 6, 7, 16, 17, 32, 63, 64, 65, 100, 167, 399];
    private static readonly ReferenceKernels Reference = new();

    public static TheoryData<string> Fast { get; } = [.. Kernels.Available.Where(k => k is not ReferenceKernels).Select(k => k.Name)];

    /// <summary>Compares the selection with the processor's instruction sets, and with the environment variables that disable instruction sets or select kernels.</summary>
    [Fact]
    public void The_best_kernels_are_those_that_the_processor_and_the_environment_allow()
    {
        bool avx2 = Avx2.IsSupported && !IsOff("HWIntrinsic") && !IsOff("AVX") && !IsOff("AVX2");

        // The runtime itself does not use 512-bit vectors on processors that they slow down.
        bool avx512 = avx2 && Avx512F.IsSupported && Avx512BW.IsSupported && Avx512DQ.IsSupported && Vector512.IsHardwareAccelerated && !IsOff("AVX512");
        string[] expected = [.. avx512 ? (string[])["avx512"] : [], .. avx2 ? (string[])["avx2"] : [], "vector128", new ReferenceKernels().Name];
        Assert.Equal(expected, Kernels.Available.Select(k => k.Name));
        string? forced = Environment.GetEnvironmentVariable(Kernels.Variable);
        Assert.Equal(string.IsNullOrEmpty(forced) ? expected[0] : forced, Kernels.Best.Name);

        static bool IsOff(string instructions) => Environment.GetEnvironmentVariable($"DOTNET_Enable{instructions}") is { } value && value.Trim().TrimStart('0').Length == 0;
    }

    [Theory]
    [MemberData(nameof(Fast))]
    public void MatMul_agrees_for_every_shape_stride_and_form(string name)
    {
        IKernels kernels = Kernels.Choose(name);
        var random = new PhiloxRandom(1);
        for (int trial = 0; trial < 300; trial++)
        {
            int m = Pick(ref random), k = Pick(ref random), n = Pick(ref random);
            bool transposedA = random.NextInt32(2) == 0, transposedB = random.NextInt32(2) == 0, accumulate = random.NextInt32(2) == 0;
            int strideA = (transposedA ? m : k) + random.NextInt32(3), strideB = (transposedB ? k : n) + random.NextInt32(random.NextInt32(2) == 0 ? 3 : 40), strideC = n + random.NextInt32(3);
            float[] dataA = Normals(ref random, (transposedA ? k : m) * strideA), dataB = Normals(ref random, (transposedB ? n : k) * strideB);
            for (int i = 0; i < dataB.Length; i++)
            {
                // Values after the end of a row must not affect the result.
                if (i % strideB >= (transposedB ? k : n)) dataB[i] = float.NaN;
            }

            float[] bias = random.NextInt32(2) == 0 ? [] : Normals(ref random, n);
            float[] start = Normals(ref random, m * strideC);
            ReadOnlyMatrixSpan a = transposedA ? new ReadOnlyMatrixSpan(dataA, k, m, strideA).Transposed : new ReadOnlyMatrixSpan(dataA, m, k, strideA);
            ReadOnlyMatrixSpan b = transposedB ? new ReadOnlyMatrixSpan(dataB, n, k, strideB).Transposed : new ReadOnlyMatrixSpan(dataB, k, n, strideB);

            float[] expected = PackedProduct(Reference, a, b, bias, accumulate, start, strideC);
            float tolerance = 2e-5f + (1e-7f * k);
            AssertClose(expected, PackedProduct(kernels, a, b, bias, accumulate, start, strideC), tolerance);
            if (!transposedB && bias.Length == 0)
            {
                float[] c = [.. start];
                kernels.MatMul(a, b, accumulate, new MatrixSpan(c, m, n, strideC));
                AssertClose(expected, c, tolerance);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Fast))]
    public void MatMul_computes_bit_identical_rows_alone_and_in_a_batch(string name)
    {
        IKernels kernels = Kernels.Choose(name);
        var random = new PhiloxRandom(2);
        foreach (int n in IrregularSizes)
        {
            int M = 23, K = n % 2 == 0 ? 61 : 600;
            float[] dataA = Normals(ref random, M * K), dataB = Normals(ref random, K * n), bias = Normals(ref random, n);
            float[] whole = PackedProduct(kernels, new ReadOnlyMatrixSpan(dataA, M, K), new ReadOnlyMatrixSpan(dataB, K, n), bias, false, new float[M * n], n);
            for (int row = 0; row < M; row++)
            {
                float[] alone = PackedProduct(kernels, new ReadOnlyMatrixSpan(dataA.AsSpan(row * K), 1, K), new ReadOnlyMatrixSpan(dataB, K, n), bias, false, new float[n], n);
                Assert.Equal(whole[(row * n)..((row + 1) * n)], alone);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Fast))]
    public void LayerNorm_and_its_gradient_agree(string name)
    {
        IKernels kernels = Kernels.Choose(name);
        var random = new PhiloxRandom(3);
        foreach (int d in IrregularSizes)
        {
            const int Rows = 9;
            float[] x = Normals(ref random, Rows * d), w = Normals(ref random, d), b = Normals(ref random, d), dy = Normals(ref random, Rows * d);
            float[] seedDx = Normals(ref random, Rows * d), seedDw = Normals(ref random, d), seedDb = Normals(ref random, d);
            (float[] Y, float[] Mean, float[] Rstd, float[] Dx, float[] Dw, float[] Db) Run(IKernels k)
            {
                float[] y = new float[Rows * d], mean = new float[Rows], rstd = new float[Rows], dx = [.. seedDx], dw = [.. seedDw], db = [.. seedDb];
                k.LayerNorm(x, w, b, 1e-5f, y, mean, rstd);
                k.LayerNormBackward(dy, x, w, mean, rstd, new LayerNormGradients(dx, dw, db));
                return (y, mean, rstd, dx, dw, db);
            }

            var expected = Run(Reference);
            var actual = Run(kernels);
            AssertClose(expected.Y, actual.Y, 1e-4f);
            AssertClose(expected.Mean, actual.Mean, 1e-5f);
            if (d > 1)
            {
                AssertClose(expected.Rstd, actual.Rstd, 1e-3f);
                AssertClose(expected.Dx, actual.Dx, 1e-3f);
            }

            AssertClose(expected.Dw, actual.Dw, 1e-4f);
            AssertClose(expected.Db, actual.Db, 1e-4f);
        }
    }

    [Theory]
    [MemberData(nameof(Fast))]
    public void RmsNorm_rotary_embeddings_and_SwiGlu_agree(string name)
    {
        IKernels kernels = Kernels.Choose(name);
        var random = new PhiloxRandom(7);
        foreach (int n in IrregularSizes)
        {
            const int Rows = 9;
            int stride = n + 3;
            float[] x = Normals(ref random, Rows * stride), w = Normals(ref random, n), dy = Normals(ref random, Rows * stride), start = Normals(ref random, Rows * stride);
            float[] seedDw = Normals(ref random, n), cos = Normals(ref random, 20 * n), sin = Normals(ref random, 20 * n);
            int[] positions = [3, 0, 7, 7, 19, 1, 2, 4, 18];
            float[] Run(IKernels k)
            {
                float[] y = new float[Rows * stride], rstd = new float[Rows], dx = [.. start], dw = [.. seedDw], rotated = [.. x], inverse = [.. x];
                k.RmsNorm(new ReadOnlyMatrixSpan(x, Rows, n, stride), w, 1e-6f, new MatrixSpan(y, Rows, n, stride), rstd);
                k.RmsNormBackward(new ReadOnlyMatrixSpan(dy, Rows, n, stride), new ReadOnlyMatrixSpan(x, Rows, n, stride), w, rstd, new MatrixSpan(dx, Rows, n, stride), dw);
                int even = n / 2 * 2;
                if (even > 0)
                {
                    k.ApplyRotary(new MatrixSpan(rotated, Rows, even, stride), positions, cos, sin, inverse: false);
                    k.ApplyRotary(new MatrixSpan(inverse, Rows, even, stride), positions, cos, sin, inverse: true);
                }

                float[] gated = new float[n], dGate = new float[n], dUp = dy[..n], again = new float[n];
                k.SwiGlu(x.AsSpan(0, n), w, gated);
                k.SwiGluBackward(dUp, x.AsSpan(0, n), w, dGate, dUp, again);
                return [.. y, .. rstd, .. dx, .. dw, .. rotated, .. inverse, .. gated, .. dGate, .. dUp, .. again];
            }

            AssertClose(Run(Reference), Run(kernels), n == 1 ? 1e-2f : 1e-4f);
        }
    }

    [Theory]
    [MemberData(nameof(Fast))]
    public void Elementwise_kernels_agree(string name)
    {
        IKernels kernels = Kernels.Choose(name);
        var random = new PhiloxRandom(4);
        foreach (int n in IrregularSizes)
        {
            float[] x = [.. Normals(ref random, n).Select(v => v * 4)], other = Normals(ref random, n);
            var dropout = new Dropout(0.3f, random.NextUInt64());
            Compare((k, y) => k.GeluNew(x, y), kernels, n, 2e-6f);
            Compare((k, y) => k.GeluNewBackward(other, x, y, new float[n]), kernels, n, 4e-6f);
            Compare((k, y) => k.GeluNewBackward(other, x, new float[n], y), kernels, n, 2e-6f);
            Compare((k, y) => k.AddDropout(x, other, dropout, y), kernels, n, 1e-6f);
            Compare((k, y) => k.AddDropout(x, other, default, y), kernels, n, 0);
            Compare((k, y) => k.ApplyDropout(x, dropout, y), kernels, n, 0);
            Compare((k, y) => k.AddColumnSums(new ReadOnlyMatrixSpan(x, 1, n), y), kernels, n, 0);
            Compare((k, y) => { x.CopyTo(y, 0); k.Add(other, y); k.Scale(y, 0.5f); }, kernels, n, 0);
            Assert.Equal(Reference.SumOfSquares(x), kernels.SumOfSquares(x), 9);
        }

        float[] table = Normals(ref random, 37 * 70);
        Compare((k, y) => k.AddColumnSums(new ReadOnlyMatrixSpan(table, 37, 65, 70), y), kernels, 65, 1e-5f);
    }

    [Theory]
    [MemberData(nameof(Fast))]
    public void Softmax_kernels_agree(string name)
    {
        IKernels kernels = Kernels.Choose(name);
        var random = new PhiloxRandom(5);
        foreach (int n in IrregularSizes)
        {
            int rows = Math.Min(n, 7), first = n - rows, stride = Alignment.RoundUp(n), window = n % 2 == 0 ? int.MaxValue : (n + 1) / 2;
            float[] scores = [.. Normals(ref random, rows * stride).Select(v => v * 5)], other = Normals(ref random, rows * stride);
            float[] dots = Normals(ref random, rows);
            Dropout dropout = n % 3 == 0 ? default : new Dropout(0.1f, random.NextUInt64());
            int[] labels = [.. Enumerable.Range(0, rows).Select(r => (r * 31) % n)];

            float[] Run(IKernels k)
            {
                float[] weights = [.. scores], again = [.. scores], gradient = [.. other], logits = [.. scores];
                float[] logSumExp = new float[rows], nll = new float[rows], products = new float[rows];
                var options = new CausalSoftmaxOptions(new CausalMask(first, window), 0.3f, dropout, 400);
                k.CausalSoftmax(new MatrixSpan(weights, rows, n, stride), options, logSumExp);
                k.CausalSoftmaxBackward(new MatrixSpan(again, rows, n, stride), new MatrixSpan(gradient, rows, n, stride), options, logSumExp, dots);
                AssertClose(Columns(weights, rows, n, stride), Columns(again, rows, n, stride), 1e-5f);
                k.RowDots(new ReadOnlyMatrixSpan(scores, rows, n, stride), new ReadOnlyMatrixSpan(other, rows, n, stride), products);
                k.SoftmaxCrossEntropy(new MatrixSpan(logits, rows, n, stride), labels, 0.25f, nll);
                return
                [
                    .. Columns(weights, rows, n, stride), .. Columns(gradient, rows, n, stride), .. Columns(logits, rows, n, stride),
                    .. logSumExp, .. nll, .. products,
                ];
            }

            AssertClose(Run(Reference), Run(kernels), 1e-5f);
        }
    }

    /// <summary>The SIMD kernels skip masked elements and nothing else.</summary>
    [Theory]
    [MemberData(nameof(Fast))]
    public void Products_under_a_causal_mask_agree(string name)
    {
        IKernels kernels = Kernels.Choose(name);
        var random = new PhiloxRandom(8);
        for (int trial = 0; trial < 200; trial++)
        {
            int columns = Pick(ref random), rows = Math.Min(columns, 1 + random.NextInt32(50)), n = Pick(ref random), stride = Alignment.RoundUp(columns) + random.NextInt32(3);
            var mask = new CausalMask(columns - rows, random.NextInt32(2) == 0 ? int.MaxValue : 1 + random.NextInt32(columns + 3));
            bool IsVisible(int row, int column) => column <= mask.FirstPosition + row && column > mask.FirstPosition + row - (long)mask.Window;
            float[] q = Normals(ref random, rows * n), keys = Normals(ref random, n * columns), values = Normals(ref random, columns * n), start = Normals(ref random, columns * n);
            float[] weights = Normals(ref random, rows * stride);
            for (int row = 0; row < rows; row++)
                for (int column = 0; column < stride; column++) weights[(row * stride) + column] *= IsVisible(row, column) ? 1 : 0;
            bool accumulate = random.NextInt32(2) == 0;

            float[] Run(IKernels k)
            {
                float[] packedKeys = new float[k.PackedLength(n, columns)], packedValues = new float[k.PackedLength(columns, n)];
                float[] scores = new float[rows * stride], output = start[..(rows * n)], sums = [.. start];
                k.Pack(new ReadOnlyMatrixSpan(keys, n, columns), packedKeys);
                k.Pack(new ReadOnlyMatrixSpan(values, columns, n), packedValues);
                k.CausalScores(new ReadOnlyMatrixSpan(q, rows, n), new PackedMatrix(packedKeys, n, columns), mask, new MatrixSpan(scores, rows, columns, stride));
                k.CausalWeightedSum(new ReadOnlyMatrixSpan(weights, rows, columns, stride), new PackedMatrix(packedValues, columns, n), mask, accumulate, new MatrixSpan(output, rows, n));
                k.CausalWeightedSumTransposed(new ReadOnlyMatrixSpan(weights, rows, columns, stride), new ReadOnlyMatrixSpan(q, rows, n), mask, new MatrixSpan(sums, columns, n));
                for (int row = 0; row < rows; row++)
                    for (int column = 0; column < stride; column++) scores[(row * stride) + column] = IsVisible(row, column) ? scores[(row * stride) + column] : 0;
                return [.. scores, .. output, .. sums];
            }

            AssertClose(Run(Reference), Run(kernels), 6e-5f);
        }
    }

    [Theory]
    [MemberData(nameof(Fast))]
    public void AdamW_agrees(string name)
    {
        IKernels kernels = Kernels.Choose(name);
        var random = new PhiloxRandom(6);
        foreach (int n in IrregularSizes)
        {
            float[] start = Normals(ref random, n);
            float[][] gradients = [Normals(ref random, n), Normals(ref random, n), Normals(ref random, n)];
            float[] Run(IKernels k)
            {
                float[] p = [.. start], m = new float[n], v = new float[n];
                for (int step = 1; step <= 3; step++) k.AdamW(gradients[step - 1], new AdamWStep(1e-3, 0.9, 0.999, 1e-8, 0.1, step, 0.7f), p, m, v);
                return [.. p, .. m, .. v];
            }

            AssertClose(Run(Reference), Run(kernels), 1e-6f);
        }
    }

    [Theory]
    [MemberData(nameof(Fast))]
    public void Moving_averages_agree(string name)
    {
        IKernels kernels = Kernels.Choose(name);
        var random = new PhiloxRandom(7);
        foreach (int n in IrregularSizes)
        {
            float[] x = Normals(ref random, n), start = Normals(ref random, n);
            float[] Run(IKernels k, float decay)
            {
                float[] average = [.. start];
                k.UpdateAverage(x, decay, average);
                return average;
            }

            AssertClose(Run(Reference, 0.9f), Run(kernels, 0.9f), 1e-6f);
            Assert.Equal(x, Run(kernels, 0));
        }
    }

    [Theory]
    [MemberData(nameof(Fast))]
    public void Exponentials_are_accurate_and_handle_extreme_arguments(string name)
    {
        IKernels kernels = Kernels.Choose(name);
        for (int i = 0; i < 2000; i++)
        {
            // The second element of softmax(0, x) is e^x / (1 + e^x).
            float x = -86f + (i * 0.043f);
            float[] row = new float[16];
            row[1] = x;
            kernels.CausalSoftmax(new MatrixSpan(row, 1, 2, 16), new CausalSoftmaxOptions(new CausalMask(1), 1), new float[1]);
            double exact = Math.Exp(x) / (1 + Math.Exp(x));
            Assert.InRange(row[1] / exact, 1 - 1e-6, 1 + 1e-6);
        }

        float[] extremes = new float[16];
        (extremes[0], extremes[1], extremes[2]) = (1000f, float.NegativeInfinity, -1000f);
        kernels.CausalSoftmax(new MatrixSpan(extremes, 1, 3, 16), new CausalSoftmaxOptions(new CausalMask(2), 1), new float[1]);
        Assert.Equal([1f, 0f, 0f], extremes[..3]);
    }

    private static int Pick(ref PhiloxRandom random) => IrregularSizes[random.NextInt32(IrregularSizes.Length)];

    private static float[] Normals(ref PhiloxRandom random, int count)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) values[i] = (float)random.NextNormal();
        return values;
    }

    private static float[] PackedProduct(IKernels kernels, ReadOnlyMatrixSpan a, ReadOnlyMatrixSpan b, float[] bias, bool accumulate, float[] start, int stride)
    {
        float[] packed = new float[kernels.PackedLength(b.Rows, b.Columns)], c = [.. start];
        kernels.Pack(b, packed);
        kernels.MatMul(a, new PackedMatrix(packed, b.Rows, b.Columns), bias, accumulate, new MatrixSpan(c, a.Rows, b.Columns, stride));
        return c;
    }

    private static float[] Columns(float[] data, int rows, int columns, int stride) =>
        [.. Enumerable.Range(0, rows).SelectMany(r => data.Skip(r * stride).Take(columns))];

    private static void Compare(Action<IKernels, float[]> run, IKernels kernels, int n, float tolerance)
    {
        float[] expected = new float[n], actual = new float[n];
        run(Reference, expected);
        run(kernels, actual);
        AssertClose(expected, actual, tolerance);
    }

    private static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, float tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            if (!(Math.Abs(expected[i] - actual[i]) <= tolerance * (1 + Math.Abs(expected[i]))))
                Assert.Fail($"element {i} must be {expected[i]:g9} (got {actual[i]:g9})");
        }
    }
}
