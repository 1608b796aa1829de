using PixelGpt.Numerics;

namespace PixelGpt.Bench.Kernels;

/// <summary>The benchmark cases, at the sizes of the small GPT-2: 399 positions, 64 dimensions, 2 heads of 32, 167 colours.</summary>
internal static class KernelCases
{
    private const int Length = 399;
    private const int Width = 64;
    private const int HeadDim = 32;
    private const int Colors = 167;
    private const int Parameters = 136_384;

    /// <summary>Operations of one product over the unmasked part of the T×T matrix.</summary>
    private const double CausalProduct = (double)Length * (Length + 1) * HeadDim;

    public static IEnumerable<KernelCase> All =>
    [
        Product(Length, Width, 3 * Width),
        Product(Length, Width, Width),
        Product(Length, Width, 4 * Width),
        Product(Length, 4 * Width, Width),
        Product(Length, Width, Colors),
        WeightGradient(Width, Length, 4 * Width),
        new("attention forward, one head", 2 * CausalProduct, "FLOP", k => Attention(k, backward: false)),
        new("attention backward, one head", 5 * CausalProduct, "FLOP", k => Attention(k, backward: true)),
        new("layer norm forward", Length * Width, "element", LayerNorm),
        new("layer norm backward", Length * Width, "element", LayerNormBackward),
        new("gelu forward", Length * 4 * Width, "element", Gelu),
        new("gelu backward", Length * 4 * Width, "element", GeluBackward),
        new("dropout and residual", Length * Width, "element", AddDropout),
        new("cross entropy with gradient", Length * Colors, "element", CrossEntropy),
        new("AdamW", Parameters, "element", AdamW),
    ];

    /// <summary>The forward pass of a linear layer, with packed weights.</summary>
    private static KernelCase Product(int m, int k, int n) => new($"product {m}×{k}×{n}", 2.0 * m * k * n, "FLOP", kernels =>
    {
        FloatBuffer a = Normals(m * k), bias = Normals(n), c = new(m * n), packed = new(kernels.PackedLength(k, n));
        kernels.Pack(new ReadOnlyMatrixSpan(Normals(k * n).Span, k, n), packed.Span);
        return () => kernels.MatMul(new ReadOnlyMatrixSpan(a.Span, m, k), new PackedMatrix(packed.Span, k, n), bias.Span, false, new MatrixSpan(c.Span, m, n));
    });

    /// <summary>The weight gradient xᵀ·dy of a linear layer, which is added to C.</summary>
    private static KernelCase WeightGradient(int m, int k, int n) => new($"weight gradient {m}×{k}×{n}", 2.0 * m * k * n, "FLOP", kernels =>
    {
        FloatBuffer x = Normals(k * m), dy = Normals(k * n), c = new(m * n);
        return () => kernels.MatMul(new ReadOnlyMatrixSpan(x.Span, k, m).Transposed, new ReadOnlyMatrixSpan(dy.Span, k, n), true, new MatrixSpan(c.Span, m, n));
    });

    private static Action Attention(IKernels kernels, bool backward)
    {
        var attention = new CausalAttention(kernels, Length, HeadDim);
        const int Count = Length * HeadDim;
        FloatBuffer q = Normals(Count), k = Normals(Count), v = Normals(Count), dOutput = Normals(Count);
        FloatBuffer output = new(Count), logSumExp = new(Length), dq = new(Count), dk = new(Count), dv = new(Count);
        Dropout dropout = new DropoutContext(1, 0, 0).At(0.1f, 0);
        var options = new AttentionOptions(Dropout: dropout);
        void Forward() => attention.Forward(new AttentionInputs(View(q), View(k), View(v)), options, View(output), logSumExp.Span);
        if (!backward) return Forward;
        Forward();
        return () => attention.Backward(
            new AttentionInputs(View(q), View(k), View(v)), options, View(output), logSumExp.Span, View(dOutput), new AttentionGradients(View(dq), View(dk), View(dv)));

        static MatrixSpan View(FloatBuffer buffer) => new(buffer.Span, Length, HeadDim);
    }

    private static Action LayerNorm(IKernels kernels)
    {
        FloatBuffer x = Normals(Length * Width), weight = Normals(Width), bias = Normals(Width);
        FloatBuffer y = new(Length * Width), mean = new(Length), rstd = new(Length);
        return () => kernels.LayerNorm(x.Span, weight.Span, bias.Span, 1e-5f, y.Span, mean.Span, rstd.Span);
    }

    private static Action LayerNormBackward(IKernels kernels)
    {
        FloatBuffer x = Normals(Length * Width), weight = Normals(Width), bias = Normals(Width), dy = Normals(Length * Width);
        FloatBuffer y = new(Length * Width), mean = new(Length), rstd = new(Length), dx = new(Length * Width), dWeight = new(Width), dBias = new(Width);
        kernels.LayerNorm(x.Span, weight.Span, bias.Span, 1e-5f, y.Span, mean.Span, rstd.Span);
        return () => kernels.LayerNormBackward(dy.Span, x.Span, weight.Span, mean.Span, rstd.Span, new LayerNormGradients(dx.Span, dWeight.Span, dBias.Span));
    }

    private static Action Gelu(IKernels kernels)
    {
        FloatBuffer x = Normals(Length * 4 * Width), y = new(x.Length);
        return () => kernels.GeluNew(x.Span, y.Span);
    }

    private static Action GeluBackward(IKernels kernels)
    {
        FloatBuffer x = Normals(Length * 4 * Width), dy = Normals(x.Length), dx = new(x.Length), y = new(x.Length);
        return () => kernels.GeluNewBackward(dy.Span, x.Span, dx.Span, y.Span);
    }

    private static Action AddDropout(IKernels kernels)
    {
        FloatBuffer x = Normals(Length * Width), branch = Normals(x.Length), y = new(x.Length);
        Dropout dropout = new DropoutContext(1, 0, 0).At(0.1f, 0);
        return () => kernels.AddDropout(x.Span, branch.Span, dropout, y.Span);
    }

    /// <summary>The gradient overwrites the logits, so each call copies them first; the copy is part of the measured time.</summary>
    private static Action CrossEntropy(IKernels kernels)
    {
        int stride = Alignment.RoundUp(Colors);
        FloatBuffer logits = Normals(Length * stride), work = new(logits.Length), nll = new(Length);
        int[] labels = [.. Enumerable.Range(0, Length).Select(i => i * 31 % Colors)];
        return () =>
        {
            logits.Span.CopyTo(work.Span);
            kernels.SoftmaxCrossEntropy(new MatrixSpan(work.Span, Length, Colors, stride), labels, 1f / Length, nll.Span);
        };
    }

    private static Action AdamW(IKernels kernels)
    {
        FloatBuffer gradient = Normals(Parameters), parameters = Normals(Parameters), expAvg = new(Parameters), expAvgSq = new(Parameters);
        var step = new AdamWStep(1e-3, 0.9, 0.999, 1e-8, 0.1, 1000);
        return () => kernels.AdamW(gradient.Span, step, parameters.Span, expAvg.Span, expAvgSq.Span);
    }

    private static FloatBuffer Normals(int count)
    {
        var random = new PhiloxRandom((ulong)count);
        var buffer = new FloatBuffer(count);
        foreach (ref float value in buffer.Span) value = (float)random.NextNormal();
        return buffer;
    }
}
