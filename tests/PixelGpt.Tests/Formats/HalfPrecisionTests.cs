using System.Runtime.InteropServices;
using PixelGpt.Formats;
using PixelGpt.Numerics;

namespace PixelGpt.Tests.Formats;

public class HalfPrecisionTests
{
    [Fact]
    public void Every_finite_float16_is_written_and_read_exactly()
    {
        Half[] all = [.. Enumerable.Range(0, 65536).Select(bits => BitConverter.UInt16BitsToHalf((ushort)bits)).Where(Half.IsFinite)];
        float[] values = [.. all.Select(h => (float)h)];
        var file = SafeTensors.Parse(Write(new NamedTensor("x", [values.Length], values)), "file");

        Assert.Equal(all, MemoryMarshal.Cast<byte, Half>(file.Bytes("x", "F16")).ToArray());
        Assert.Equal(values.Select(BitConverter.SingleToUInt32Bits), file.Floats("x").Select(BitConverter.SingleToUInt32Bits));
    }

    [Fact]
    public void Other_values_are_rounded_to_the_nearest_float16_and_ties_to_even()
    {
        // 1 + 1/2048 and 1 + 3/2048 lie halfway between two values; 2⁻²⁵ lies halfway between 0 and the smallest one.
        float[] values = [1 + (1f / 2048), 1 + (3f / 2048), 1 + (1f / 2048) + 0.0001f, MathF.Pow(2, -25), MathF.BitIncrement(MathF.Pow(2, -25)), 65519.99f, -0f];
        Assert.Equal([1, 1 + (2f / 1024), 1 + (1f / 1024), 0, MathF.Pow(2, -24), 65504, -0f], Round(values));

        var random = new PhiloxRandom(1, 0);
        float[] many = [.. Enumerable.Range(0, 10_000).Select(i => (float)(random.NextNormal() * Math.Pow(2, (i % 30) - 20)))];
        Assert.Equal(many.Select(v => (float)(Half)v), Round(many));
        Assert.All(many.Zip(Round(many)), pair => Assert.True(Distance(pair.Second, pair.First) <= NeighbourDistance((Half)pair.Second, pair.First)));

        static double Distance(double a, double b) => Math.Abs(a - b);
        static double NeighbourDistance(Half half, double value) => Math.Min(Distance((double)Half.BitIncrement(half), value), Distance((double)Half.BitDecrement(half), value));
    }

    [Theory]
    [InlineData(65520f)]
    [InlineData(-1e9f)]
    public void A_value_out_of_range_is_an_error_that_names_the_tensor(float value)
    {
        string message = Assert.Throws<InputException>(() => Write(new NamedTensor("fine", [1], new float[1]), new NamedTensor("wte.weight", [2], new[] { 0, value }))).Message;
        Assert.StartsWith("tensor 'wte.weight': the value", message);
        Assert.EndsWith("at index 1 exceeds the range of F16, ±65504; use F32", message);
    }

    private static float[] Round(float[] values) => SafeTensors.Parse(Write(new NamedTensor("x", [values.Length], values)), "file").Floats("x");

    private static byte[] Write(params NamedTensor[] tensors)
    {
        using var stream = new MemoryStream();
        SafeTensors.Write(stream, tensors, new Dictionary<string, string>(), FloatType.F16);
        return stream.ToArray();
    }
}
