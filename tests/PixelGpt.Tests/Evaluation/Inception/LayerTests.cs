using System.Collections.Immutable;
using PixelGpt.Evaluation.Features.Inception;
using PixelGpt.Evaluation.Features.Layers;
using PixelGpt.Formats;
using PixelGpt.Numerics;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Evaluation.Inception;

/// <summary>The layers of the network on maps of odd sizes.</summary>
public class LayerTests
{
    private static readonly FeatureMapSize Size = new(11, 9, 5);

    public static TheoryData<string> All { get; } = [.. Kernels.Available.Select(k => k.Name)];

    [Theory]
    [MemberData(nameof(All))]
    public void A_folded_convolution_equals_convolution_batch_norm_and_relu(string name)
    {
        IKernels kernels = Kernels.Choose(name);
        using var source = new RandomWeights(("c", 7, 5, 3, 2), ("p", 4, 5, 1, 1), ("w", 6, 5, 1, 7));
        foreach ((string which, int stride, bool padded) in new[] { ("c", 1, false), ("c", 2, false), ("p", 1, true), ("w", 1, true) })
        {
            FeatureMap input = RandomMap(Size);
            var layer = InceptionConvolution.Load(source, which, kernels, stride, padded);
            FeatureMap output = Run(layer, input, null);
            int[] shape = [.. source.Shape($"{which}.conv.weight")];
            float[] weights = source.Floats($"{which}.conv.weight"), gamma = source.Floats($"{which}.bn.weight"), beta = source.Floats($"{which}.bn.bias");
            float[] mean = source.Floats($"{which}.bn.running_mean"), variance = source.Floats($"{which}.bn.running_var");
            (int height, int width, int down, int right) = (shape[2], shape[3], padded ? shape[2] / 2 : 0, padded ? shape[3] / 2 : 0);
            Assert.Equal(new FeatureMapSize(((Size.Height + (2 * down) - height) / stride) + 1, ((Size.Width + (2 * right) - width) / stride) + 1, shape[0]), output.Size);
            for (int i = 0; i < output.Size.Floats; i++)
            {
                (int pixel, int o) = Math.DivRem(i, shape[0]);
                (int y, int x) = Math.DivRem(pixel, output.Size.Width);
                double sum = 0;
                for (int at = 0; at < height * width * Size.Channels; at++)
                {
                    (int tap, int c) = Math.DivRem(at, Size.Channels);
                    (int fromY, int fromX) = ((y * stride) + (tap / width) - down, (x * stride) + (tap % width) - right);
                    if (fromY < 0 || fromX < 0 || fromY >= Size.Height || fromX >= Size.Width) continue;
                    sum += (double)weights[(((o * Size.Channels) + c) * height * width) + tap] * input.Values.Data[(((fromY * Size.Width) + fromX) * Size.Channels) + c];
                }

                double expected = Math.Max(0, ((sum - mean[o]) / Math.Sqrt(variance[o] + 1e-3) * gamma[o]) + beta[o]);
                Assert.Equal(expected, output.Values.Data[i], 1e-4 * (1 + expected));
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_residual_block_adds_its_input_or_the_convolution_of_its_input(string name)
    {
        IKernels kernels = Kernels.Choose(name);
        using var source = new RandomWeights(("a", 8, 5, 3, 3), ("b", 5, 8, 3, 3), ("s", 5, 5, 1, 1));
        Convolution Load(string which, int stride, bool hasRelu) => new(
            which, kernels, new ConvolutionWeights(source.Floats($"{which}.conv.weight"), source.Shape($"{which}.conv.weight")[0], source.Shape($"{which}.conv.weight")[1], source.Shape($"{which}.conv.weight")[2], source.Shape($"{which}.conv.weight")[3]),
            new BatchNorm(source.Floats($"{which}.bn.weight"), source.Floats($"{which}.bn.bias"), source.Floats($"{which}.bn.running_mean"), source.Floats($"{which}.bn.running_var"), 1e-5), stride, isPadded: true, hasRelu);
        FeatureMap input = RandomMap(Size);
        foreach (int stride in (int[])[1, 2])
        {
            Convolution first = Load("a", stride, hasRelu: true);
            Convolution? shortcut = stride == 1 ? null : Load("s", stride, hasRelu: false);
            FeatureMap sum = Run(Load("b", 1, hasRelu: false), Run(first, input, null), null), skipped = shortcut is null ? input : Run(shortcut, input, null);
            var block = new ResidualBlock(first, Load("b", 1, hasRelu: true), shortcut);
            FeatureMap output = Run(block, input, null);
            Assert.Contains(skipped.Values.Data.ToArray(), value => value < 0);
            for (int i = 0; i < output.Size.Floats; i++) Assert.Equal(Math.Max(0, sum.Values.Data[i] + skipped.Values.Data[i]), output.Values.Data[i], 1e-3f);
            using var pool = new WorkerPool(3);
            Assert.Equal(output.Values.Data[..output.Size.Floats], Run(block, input, pool).Values.Data[..output.Size.Floats]);
        }

        Assert.Throws<InputException>(() => new ResidualBlock(Load("a", 2, true), Load("b", 1, true), null).OutputSize(Size));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Results_do_not_depend_on_the_number_of_threads(string name)
    {
        IKernels kernels = Kernels.Choose(name);
        using var source = new RandomWeights(("a", 8, 5, 1, 1), ("b", 19, 8, 3, 3), ("c", 16, 5, 1, 7), ("d", 3, 19, 3, 1));
        Convolution Same(string which) => InceptionConvolution.Load(source, which, kernels, 1, isPadded: true);
        var block = new Branches(
            Same("a"),
            new Sequential(Same("a"), Same("b"), new Branches(Same("d"), new MaxPool3x3(kernels, 1, 1))),
            new Sequential(new AveragePool3x3(kernels, countsPadding: false), Same("c")),
            new Sequential(new AveragePool3x3(kernels, countsPadding: true), Same("c")),
            new MaxPool3x3(kernels, 1, 1));
        FeatureMap input = RandomMap(Size with { Height = 21 });
        FeatureMap alone = Run(block, input, null);
        Assert.Equal(8 + 3 + 19 + 16 + 16 + 5, alone.Size.Channels);
        foreach (int threads in (int[])[1, 2, 5])
        {
            using var pool = new WorkerPool(threads);
            Assert.Equal(alone.Values.Data.ToArray(), Run(block, input, pool).Values.Data.ToArray());
        }
    }

    [Fact]
    public void Weights_of_another_network_are_rejected()
    {
        using var source = new RandomWeights(("Conv2d_1a_3x3", 8, 3, 3, 3), ("Conv2d_2a_3x3", 8, 9, 3, 3));
        InputException error = Assert.Throws<InputException>(() => new InceptionNetwork(InceptionVariant.Torchvision, source));
        Assert.Contains("there is no tensor 'Conv2d_2b_3x3.conv.weight'", error.Message);
        var layers = new Sequential(InceptionConvolution.Load(source, "Conv2d_1a_3x3", Kernels.Best, 2, false), InceptionConvolution.Load(source, "Conv2d_2a_3x3", Kernels.Best, 1, false));
        Assert.Contains("Conv2d_2a_3x3 expects 9 channels but gets 8", Assert.Throws<InputException>(() => layers.OutputSize(new FeatureMapSize(9, 9, 3))).Message);
        source.Replace("Conv2d_1a_3x3.bn.bias", [7]);
        Assert.Contains("Conv2d_1a_3x3.bn.bias has the shape [7], expected [8]", Assert.Throws<InputException>(() => InceptionConvolution.Load(source, "Conv2d_1a_3x3", Kernels.Best, 2, false)).Message);
        source.Replace("Conv2d_1a_3x3.conv.weight", [8, 3, 3]);
        Assert.Contains("[8, 3, 3], expected [out, in, height, width]", Assert.Throws<InputException>(() => InceptionConvolution.Load(source, "Conv2d_1a_3x3", Kernels.Best, 2, false)).Message);
    }

    private static FeatureMap Run(ILayer layer, FeatureMap input, WorkerPool? pool)
    {
        FeatureMapSize size = layer.OutputSize(input.Size);
        var output = new FeatureMap(new FloatBuffer(size.Floats), 0, size);
        layer.Forward(input, output, new ScratchBuffer(new FloatBuffer(layer.ScratchFloats(input.Size)), 0), pool);
        return output;
    }

    private static FeatureMap RandomMap(FeatureMapSize size)
    {
        var random = new PhiloxRandom(1);
        var buffer = new FloatBuffer(size.Floats);
        foreach (ref float value in buffer.Span) value = (float)random.NextNormal();
        return new FeatureMap(buffer, 0, size);
    }

    [Theory]
    [InlineData("conv.weight")]
    [InlineData("bn.running_var")]
    public void Weights_that_are_not_finite_are_rejected(string part)
    {
        using var folder = new TemporaryFolder();
        string path = folder["weights.safetensors"];
        using (FileStream stream = File.Create(path))
        {
            NamedTensor[] norm = [.. ((string[])["weight", "bias", "running_mean", "running_var"]).Select(p => new NamedTensor($"a.bn.{p}", [2], new float[2]))];
            SafeTensors.Write(stream, [new NamedTensor("a.conv.weight", [2, 1, 1, 1], new float[2]), .. norm], new Dictionary<string, string>());
        }

        WeightsFile.Set(path, $"a.{part}", float.NaN, 1);
        using var source = SafeTensors.Load(path);
        Assert.Contains($"{path}: tensor 'a.{part}' has 1 of 2 values", Assert.Throws<InputException>(() => InceptionConvolution.Load(source, "a", Kernels.Best, 1, isPadded: false)).Message);
    }

    /// <summary>Convolutions of given shapes with random weights.</summary>
    private sealed class RandomWeights : ITensorSource
    {
        private readonly Dictionary<string, ImmutableArray<int>> _shapes = [];

        public RandomWeights(params (string Name, int Outputs, int Channels, int Height, int Width)[] convolutions)
        {
            foreach ((string name, int outputs, int channels, int height, int width) in convolutions)
            {
                _shapes[$"{name}.conv.weight"] = [outputs, channels, height, width];
                foreach (string part in (string[])["weight", "bias", "running_mean", "running_var"]) _shapes[$"{name}.bn.{part}"] = [outputs];
            }
        }

        public string Path => "random";

        public IReadOnlyCollection<string> Names => _shapes.Keys;

        public void Replace(string name, ImmutableArray<int> shape) => _shapes[name] = shape;

        public ImmutableArray<int> Shape(string name) => _shapes.TryGetValue(name, out ImmutableArray<int> shape) ? shape : throw new InputException($"there is no tensor '{name}'");

        public void CopyTo(string name, Span<float> destination)
        {
            var random = new PhiloxRandom((ulong)name.Sum(c => c));
            foreach (ref float value in destination) value = (float)(name.EndsWith("var", StringComparison.Ordinal) ? 0.1 + random.NextDouble() : random.NextNormal());
        }

        public void Dispose()
        {
        }
    }
}
