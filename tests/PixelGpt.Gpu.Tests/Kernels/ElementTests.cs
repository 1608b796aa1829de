using PixelGpt.Gpu.Computing;
using PixelGpt.Gpu.Tests.Infrastructure;
using PixelGpt.Numerics;

namespace PixelGpt.Gpu.Tests.Kernels;

[Collection(EmulatedDevice.Collection)]
public class ElementTests(EmulatedDevice device)
{
    private const int Count = 101;

    private static readonly ReferenceKernels Reference = new();

    private GpuEngine Engine => device.Fast;

    [Fact]
    public void Gelu_and_its_gradient_match_the_reference()
    {
        float[] x = [.. EmulatedDevice.Random(Count, 1).Select(v => 5 * v)], dy = EmulatedDevice.Random(Count, 2), y = new float[Count], dx = new float[Count];
        using DeviceMemory<float> gx = EmulatedDevice.Upload(Engine, x), gdy = EmulatedDevice.Upload(Engine, dy), gy = Engine.Allocate<float>(Count);
        Engine.Gelu(Count, gx.View, gy.View);
        Reference.GeluNewBackward(dy, x, dx, y);
        EmulatedDevice.AssertClose(y, EmulatedDevice.Download(gy, Count), 1e-6f);
        Engine.GeluBackward(Count, gdy.View, gx.View, gy.View);
        EmulatedDevice.AssertClose(y, EmulatedDevice.Download(gy, Count), 1e-6f);
        EmulatedDevice.AssertClose(dx, EmulatedDevice.Download(gdy, Count), 2e-6f);
    }

    [Fact]
    public void SwiGlu_and_its_gradient_match_the_reference()
    {
        float[] gate = [.. EmulatedDevice.Random(Count, 1).Select(v => 5 * v)], up = EmulatedDevice.Random(Count, 2), dy = EmulatedDevice.Random(Count, 3), y = new float[Count], dGate = new float[Count], dUp = new float[Count];
        using DeviceMemory<float> gg = EmulatedDevice.Upload(Engine, gate), gu = EmulatedDevice.Upload(Engine, up), gdy = EmulatedDevice.Upload(Engine, dy), gy = Engine.Allocate<float>(Count), gdg = Engine.Allocate<float>(Count);
        Engine.SwiGlu(Count, gg.View, gu.View, gy.View);
        Reference.SwiGluBackward(dy, gate, up, dGate, dUp, y);
        EmulatedDevice.AssertClose(y, EmulatedDevice.Download(gy, Count), 1e-6f);
        Engine.SwiGluBackward(Count, gdy.View, gg.View, gu.View, gdg.View, gy.View);
        EmulatedDevice.AssertClose(dGate, EmulatedDevice.Download(gdg, Count), 2e-6f);
        EmulatedDevice.AssertClose(dUp, EmulatedDevice.Download(gdy, Count), 2e-6f);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Rotary_embedding_matches_the_reference(bool isInverse)
    {
        const int Rows = 5, Heads = 3, HeadDim = 6, Stride = 22, Angles = 4;
        float[] x = EmulatedDevice.Random(Rows * Stride, 1), cos = EmulatedDevice.Random(Angles * HeadDim / 2, 2), sin = EmulatedDevice.Random(Angles * HeadDim / 2, 3);
        int[] angles = [3, 0, 1, 1, 2];
        using DeviceMemory<float> gx = EmulatedDevice.Upload(Engine, x), gc = EmulatedDevice.Upload(Engine, cos), gs = EmulatedDevice.Upload(Engine, sin);
        using DeviceMemory<int> ga = EmulatedDevice.Upload(Engine, angles);
        Engine.Rotate(new Matrix(gx.View, Rows, Stride).Part(2, Heads * HeadDim), ga.View, (gc.View, gs.View), HeadDim, isInverse);
        for (int head = 0; head < Heads; head++) Reference.ApplyRotary(new MatrixSpan(x.AsSpan(2 + (head * HeadDim)), Rows, HeadDim, Stride), angles, cos, sin, isInverse);
        EmulatedDevice.AssertClose(x, EmulatedDevice.Download(gx, x.Length), 1e-6f);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(11)]
    public void Cross_entropy_matches_the_reference_and_rows_without_label_count_as_zero(int colors)
    {
        const int Rows = 4;
        float[] logits = [.. EmulatedDevice.Random(Rows * colors, 1).Select(v => 9 * v)], losses = new float[Rows];
        int[] labels = [0, colors - 1, -1, colors / 2];
        foreach (GpuEngine engine in (GpuEngine[])[device.Fast, device.Wide])
        {
            using DeviceMemory<float> gl = EmulatedDevice.Upload(engine, logits), gn = engine.Allocate<float>(Rows);
            using DeviceMemory<int> labelMemory = EmulatedDevice.Upload(engine, labels);
            engine.CrossEntropy(Rows, colors, gl.View, labelMemory.View, gn.View, 0.7f);
            float[] expected = [.. logits];
            Reference.SoftmaxCrossEntropy(new MatrixSpan(expected, Rows, colors), [.. labels.Select(l => Math.Max(0, l))], 0.7f, losses);
            expected.AsSpan(2 * colors, colors).Clear();
            losses[2] = 0;
            EmulatedDevice.AssertClose(losses, EmulatedDevice.Download(gn, Rows));
            EmulatedDevice.AssertClose(expected, EmulatedDevice.Download(gl, expected.Length), 2e-6f);
        }
    }

    [Fact]
    public void AdamW_matches_the_reference_and_its_rules()
    {
        const int Length = 48;
        var step = new AdamWStep(0.01, 0.9, 0.98, 1e-8, 0.3, 3, 0.5f);
        float[] gradient = EmulatedDevice.Random(Length, 1), values = EmulatedDevice.Random(Length, 2), m = EmulatedDevice.Random(Length, 3), v = [.. EmulatedDevice.Random(Length, 4).Select(Math.Abs)];
        using DeviceMemory<float> gg = EmulatedDevice.Upload(Engine, gradient), gp = EmulatedDevice.Upload(Engine, values), gm = EmulatedDevice.Upload(Engine, m), gv = EmulatedDevice.Upload(Engine, v);
        using DeviceMemory<byte> rules = EmulatedDevice.Upload<byte>(Engine, [2, 0, 1]);
        Engine.AdamW(Length, gg.View, gp.View, gm.View, gv.View, rules.View, step);
        Reference.AdamW(gradient.AsSpan(0, 16), step, values.AsSpan(0, 16), m.AsSpan(0, 16), v.AsSpan(0, 16));
        Reference.AdamW(gradient.AsSpan(32), step with { WeightDecay = 0 }, values.AsSpan(32), m.AsSpan(32), v.AsSpan(32));
        EmulatedDevice.AssertClose(values, EmulatedDevice.Download(gp, Length), 1e-6f);
        EmulatedDevice.AssertClose(m, EmulatedDevice.Download(gm, Length), 1e-6f);
        EmulatedDevice.AssertClose(v, EmulatedDevice.Download(gv, Length), 1e-6f);
    }
}
