using PixelGpt.Gpu.Computing;
using PixelGpt.Gpu.Kernels;
using PixelGpt.Gpu.Tests.Infrastructure;
using PixelGpt.Numerics;

namespace PixelGpt.Gpu.Tests.Kernels;

[Collection(EmulatedDevice.Collection)]
public class AttentionTests(EmulatedDevice device)
{
    private const int DropoutStride = 80;

    private static readonly ReferenceKernels Reference = new();

    public static TheoryData<int, int, int, int, int, double> Cases => new()
    {
        { 1, 1, 1, 3, int.MaxValue, 0 },
        { 2, 9, 4, 6, int.MaxValue, 0 },
        { 2, 9, 4, 6, int.MaxValue, 0.3 },
        { 1, 14, 2, 5, 4, 0 },
        { 1, 10, 1, 9, 7, 0.2 },
        { 2, 5, 1, 4, 1, 0 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Outputs_and_gradients_match_the_reference(int sequences, int rows, int heads, int headDim, int window, double dropout) => Check(device.Fast, sequences, rows, heads, headDim, window, dropout);

    [Theory]
    [InlineData(1, 40, 2, 37, int.MaxValue, 0.25)]
    [InlineData(1, 70, 1, 8, 9, 0)]
    public void Groups_of_the_size_for_graphics_processors_match_the_reference(int sequences, int rows, int heads, int headDim, int window, double dropout) => Check(device.Wide, sequences, rows, heads, headDim, window, dropout);

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(3)]
    public void Later_rows_attend_to_the_earlier_positions_of_a_cache(int window)
    {
        const int Rows = 11, First = 8, Dim = 5;
        float[] qkv = EmulatedDevice.Random(Rows * 3 * Dim, 1);
        using DeviceMemory<float> memory = EmulatedDevice.Upload(device.Fast, qkv), all = device.Fast.Allocate<float>(Rows * Dim), last = device.Fast.Allocate<float>((Rows - First) * Dim), sums = device.Fast.Allocate<float>(Rows);
        using DeviceMemory<uint> keys = device.Fast.Allocate<uint>(2);
        var views = new AttentionViews(memory.View, memory.View.SubView(Dim), memory.View.SubView(2 * Dim));
        AttentionTask task = Task(1, Rows, 1, 1, Dim, window, default);
        device.Fast.Attend(views, all.View, sums.View, keys.View, task);
        device.Fast.Attend(views with { Queries = memory.View.SubView(First * 3 * Dim) }, last.View, sums.View, keys.View, task with { Rows = Rows - First, First = First });
        EmulatedDevice.AssertClose(EmulatedDevice.Download(all, Rows * Dim).AsSpan(First * Dim), EmulatedDevice.Download(last, (Rows - First) * Dim));
    }

    private static void Check(GpuEngine engine, int sequences, int rows, int heads, int headDim, int window, double rate)
    {
        int group = heads > 1 ? 2 : 1, keyHeads = heads / group, width = (heads + (2 * keyHeads)) * headDim, queryWidth = heads * headDim, keyWidth = keyHeads * headDim;
        float[] qkv = EmulatedDevice.Random(sequences * rows * width, 1), dOutput = EmulatedDevice.Random(sequences * rows * queryWidth, 2);
        var dropouts = new Dropout[heads * sequences];
        uint[] keys = new uint[2 * dropouts.Length];
        for (int i = 0; i < dropouts.Length; i++)
        {
            dropouts[i] = new Dropout((float)rate, (ulong)(i + 1) * 0x9E3779B97F4A7C15);
            (keys[2 * i], keys[(2 * i) + 1]) = (dropouts[i].Key0, dropouts[i].Key1);
        }

        using DeviceMemory<float> input = EmulatedDevice.Upload(engine, qkv), output = engine.Allocate<float>(dOutput.Length), dOut = EmulatedDevice.Upload(engine, dOutput), dInput = engine.Allocate<float>(qkv.Length);
        using DeviceMemory<float> logSums = engine.Allocate<float>(sequences * heads * rows), dots = engine.Allocate<float>(sequences * heads * rows);
        using DeviceMemory<uint> dropoutKeys = EmulatedDevice.Upload(engine, keys);
        AttentionTask task = Task(sequences, rows, heads, group, headDim, window, new DropoutMask(dropouts[0].Threshold, dropouts[0].Scale, 0));
        AttentionViews views = Views(input), gradients = Views(dInput);
        engine.Attend(views, output.View, logSums.View, dropoutKeys.View, task);
        engine.AttendBackward(views, output.View, dOut.View, logSums.View, dots.View, gradients, dropoutKeys.View, task);

        float[] expected = new float[dOutput.Length], expectedGradient = new float[qkv.Length];
        var attention = new CausalAttention(Reference, DropoutStride, headDim);
        for (int sequence = 0; sequence < sequences; sequence++)
        {
            for (int head = 0; head < heads; head++)
            {
                int at = sequence * rows * width, key = queryWidth + (head / group * headDim), outputAt = (sequence * rows * queryWidth) + (head * headDim);
                var inputs = new AttentionInputs(Part(qkv, at + (head * headDim), width), Part(qkv, at + key, width), Part(qkv, at + key + keyWidth, width));
                var options = new AttentionOptions(window, dropouts[(head * sequences) + sequence]);
                MatrixSpan result = Part(expected, outputAt, queryWidth);
                float[] logSum = new float[rows];
                attention.Forward(inputs, options, result, logSum);
                attention.Backward(inputs, options, result, logSum, Part(dOutput, outputAt, queryWidth), new AttentionGradients(Part(expectedGradient, at + (head * headDim), width), Part(expectedGradient, at + key, width), Part(expectedGradient, at + key + keyWidth, width)));
            }
        }

        EmulatedDevice.AssertClose(expected, EmulatedDevice.Download(output, expected.Length));
        EmulatedDevice.AssertClose(expectedGradient, EmulatedDevice.Download(dInput, qkv.Length));

        MatrixSpan Part(float[] values, int first, int stride) => new(values.AsSpan(first), rows, headDim, stride);

        AttentionViews Views(DeviceMemory<float> memory) => new(memory.View, memory.View.SubView(queryWidth), memory.View.SubView(queryWidth + keyWidth));
    }

    private static AttentionTask Task(int sequences, int rows, int heads, int group, int headDim, int window, DropoutMask dropout)
    {
        int width = (heads + (2 * heads / group)) * headDim;
        return new AttentionTask(rows, 0, sequences, heads, group, headDim, headDim, window, (float)(1 / Math.Sqrt(headDim)), rows * width, width, rows * width, width, rows * width, width, dropout, DropoutStride);
    }
}
