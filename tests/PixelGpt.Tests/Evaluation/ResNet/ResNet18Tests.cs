using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using PixelGpt.Data;
using PixelGpt.Data.Sources;
using PixelGpt.Evaluation.Distances;
using PixelGpt.Evaluation.Features;
using PixelGpt.Evaluation.Features.Layers;
using PixelGpt.Evaluation.Features.ResNet;
using PixelGpt.Formats.Onnx;
using PixelGpt.Imaging;
using PixelGpt.Numerics;
using PixelGpt.Rendering;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Evaluation.ResNet;

/// <summary>Compares ResNet-18 with ONNX Runtime, which runs the same files independently.</summary>
public class ResNet18Tests
{
    private static readonly Lazy<ResNet18> Network = new(() => ResNet18.Load(ToolFolder.DnnImageModels));

    [Fact]
    public void Features_equal_those_of_ONNX_Runtime()
    {
        PixelImage[] pictures = Sprites();
        float[][] features = Network.Value.Extract(pictures, 2);
        using var preprocessing = new InferenceSession(Path.Combine(ToolFolder.DnnImageModels, "ResNetPrepOnnx", "ResNetPreprocess.onnx"));
        using var network = new InferenceSession(Path.Combine(ToolFolder.DnnImageModels, "ResNet18Onnx", "ResNet18.onnx"));
        for (int i = 0; i < pictures.Length; i++)
        {
            float[] expected = Run(network, Run(preprocessing, Resized(pictures[i])));
            Assert.Equal(512, expected.Length);
            double largest = expected.Max(Math.Abs), worst = expected.Zip(features[i], (a, b) => Math.Abs(a - (double)b)).Max();
            Assert.True(worst <= 1e-4 * largest, $"picture {i}: largest error {worst:g3}, largest value {largest:g3}");
        }
    }

    [Fact]
    public void Features_depend_neither_on_threads_nor_on_other_pictures()
    {
        PixelImage[] pictures = Sprites();
        float[][] features = Network.Value.Extract(pictures, 3);
        Assert.Equal(features[1], Network.Value.Extract([pictures[1]], 2)[0]);
        Assert.Equal(features[3], Network.Value.Extract([pictures[3]], 1)[0]);
        Assert.All(features, row => Assert.All(row, value => Assert.True(float.IsFinite(value) && value >= 0)));
        Assert.Empty(Network.Value.Extract([], 2));
        Assert.Equal(4.1e9, Network.Value.Operations, 0.5e9);
    }

    [Fact]
    public void Every_instruction_set_computes_the_same_features()
    {
        OnnxGraph graph = OnnxGraph.Read(File.ReadAllBytes(ResNet18.NetworkFile(ToolFolder.DnnImageModels)));
        float[] expected = Network.Value.Extract([Sprites()[0]], 1)[0];
        foreach (IKernels kernels in Kernels.Available.Where(k => k is not ReferenceKernels))
        {
            var network = new ResNet18Network(graph, kernels);
            NetworkBuffers buffers = network.CreateBuffers();
            Network.Value.Prepare(Sprites()[0], buffers.Picture);
            float[] features = new float[512];
            network.Forward(buffers, null, features);
            double largest = expected.Max();
            Assert.All(features.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-5 * largest));
        }
    }

    [Fact]
    public void Pictures_of_any_size_can_be_compared_and_extreme_ones_are_finite()
    {
        var (pixel, wide) = (new PixelImage(1, 1), new PixelImage(300, 7));
        wide.Fill(0, 0, 300, 7, new Rgba(255, 0, 255));
        Assert.All(Network.Value.Extract([pixel, wide], 2), row => Assert.All(row, value => Assert.True(float.IsFinite(value))));

        // Alpha is ignored.
        var transparent = new PixelImage(1, 1);
        transparent.Fill(0, 0, 1, 1, new Rgba(0, 0, 0, 0));
        var opaque = new PixelImage(1, 1);
        opaque.Fill(0, 0, 1, 1, new Rgba(0, 0, 0));
        float[][] both = Network.Value.Extract([transparent, opaque], 2);
        Assert.Equal(both[0], both[1]);
    }

    [Fact]
    public void Small_pictures_are_enlarged_by_repeating_pixels_and_large_ones_are_reduced_as_Pillow_does()
    {
        var picture = new PixelImage(20, 20);
        picture.Fill(3, 7, 1, 1, new Rgba(255, 128, 1));
        byte[] resized = ResNet18.Resize(picture);
        for (int y = 0; y < 224; y++)
        {
            for (int x = 0; x < 224; x++)
            {
                // The middle of each pixel of the result is in one pixel of the picture.
                bool isFilled = (int)((x + 0.5) * 20 / 224) == 3 && (int)((y + 0.5) * 20 / 224) == 7;
                Assert.Equal(isFilled ? ((byte)255, (byte)128, (byte)1) : default, (resized[3 * ((y * 224) + x)], resized[(3 * ((y * 224) + x)) + 1], resized[(3 * ((y * 224) + x)) + 2]));
            }
        }

        var wide = new PixelImage(225, 20);
        wide.Fill(100, 0, 1, 20, new Rgba(255, 255, 255));
        Assert.Equal(PillowBilinear.Resize(RgbBytes.Of(wide), 225, 20, 3, 224, 224), ResNet18.Resize(wide));
    }

    [Fact]
    public void Distances_are_computed_from_pictures()
    {
        PixelImage[] pictures = Sprites();
        DistanceReport same = DistanceReport.Compute(Network.Value, pictures, pictures, isPaired: true, threads: 2);
        Assert.InRange(same.Frechet, 0, 1e-6);
        Assert.Equal(("resnet18", "resnet18 distance", "resnet18 kernel distance", 512), (same.Protocol, same.Metric, same.KernelMetric, same.Features));
        Assert.StartsWith($"ResNet-18 of {ResNet18.Package}, weights ", same.Network, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => DistanceReport.Compute(Network.Value, pictures[..1], pictures, isPaired: false));
    }

    [Fact]
    public void The_network_can_be_loaded_from_streams()
    {
        using FileStream network = File.OpenRead(ResNet18.NetworkFile(ToolFolder.DnnImageModels)), preprocessing = File.OpenRead(Path.Combine(ToolFolder.DnnImageModels, "ResNetPrepOnnx", "ResNetPreprocess.onnx"));
        ResNet18 loaded = ResNet18.Load(network, preprocessing);
        Assert.Equal((Network.Value.Name, null), (loaded.Name, loaded.WeightsPath));
        Assert.Equal(ResNet18.NetworkFile(ToolFolder.DnnImageModels), Network.Value.WeightsPath);
    }

    [Fact]
    public void Missing_and_other_files_are_reported()
    {
        using var folder = new TemporaryFolder();
        InputException missing = Assert.Throws<InputException>(() => ResNet18.Load(folder.Path));
        Assert.Equal($"{ResNet18.NetworkFile(folder.Path)}: no such file; it is part of the tool pixelgpt and of the package {ResNet18.Package} (in your own program: dotnet add package {ResNet18.Package})", missing.Message);
        using FileStream network = File.OpenRead(ResNet18.NetworkFile(ToolFolder.DnnImageModels)), preprocessing = File.OpenRead(Path.Combine(ToolFolder.DnnImageModels, "ResNetPrepOnnx", "ResNetPreprocess.onnx"));
        Assert.Contains("this is not the ResNet-18 of the package", Assert.Throws<InputException>(() => ResNet18.Load(preprocessing, network)).Message);
        Assert.Contains("not an ONNX file", Assert.Throws<InputException>(() => ResNet18.Load(new MemoryStream(), preprocessing)).Message);
    }

    private static PixelImage[] Sprites()
    {
        if (SharedData.Root is null) return Render(new CreaturesSource().LoadAsync().Result, 4);
        return [.. Render(new TextFolderSource(SharedData.PathOf("pokemon"), new SourceOptions()).LoadAsync().Result, 4), .. Render(new CreaturesSource().LoadAsync().Result, 2)];
    }

    private static PixelImage[] Render(SpriteDataset data, int count) => [.. data["test"].Take(count).Select(sprite => SpriteImage.Render(sprite, data.Palette))];

    /// <summary>Returns the input of the preprocessing network: red, green and blue planes of values from 0 to 255.</summary>
    private static float[] Resized(PixelImage picture)
    {
        byte[] resized = ResNet18.Resize(picture);
        return [.. Enumerable.Range(0, 3).SelectMany(channel => Enumerable.Range(0, 224 * 224).Select(pixel => (float)resized[(3 * pixel) + channel]))];
    }

    private static float[] Run(InferenceSession session, float[] planes)
    {
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run([NamedOnnxValue.CreateFromTensor(session.InputMetadata.Keys.First(), new DenseTensor<float>(planes, [1, 3, 224, 224]))]);
        return [.. results[0].AsEnumerable<float>()];
    }
}
