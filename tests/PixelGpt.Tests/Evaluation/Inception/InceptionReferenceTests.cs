using System.Text.Json.Nodes;
using PixelGpt.Data;
using PixelGpt.Data.Sources;
using PixelGpt.Evaluation.Features.Inception;
using PixelGpt.Evaluation.Features.Layers;
using PixelGpt.Formats;
using PixelGpt.Imaging;
using PixelGpt.Numerics;
using PixelGpt.Rendering;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Evaluation.Inception;

/// <summary>Compares both network variants with reference values of PyTorch for four sprites.</summary>
public class InceptionReferenceTests
{
    [SharedTheory]
    [InlineData(nameof(InceptionVariant.Torchvision), "tensors.tsv", "expected.safetensors")]
    [InlineData(nameof(InceptionVariant.PytorchFid), "tensors_pytorch_fid.tsv", "expected_pytorch_fid.safetensors")]
    public void Features_equal_the_reference_values(string variantName, string table, string expectedFile)
    {
        InceptionVariant variant = Enum.Parse<InceptionVariant>(variantName);
        using var weights = new FormulaWeights(table);
        using SafeTensors expected = SafeTensors.Load(SharedData.PathOf("reference", "inception", expectedFile));
        var extractor = new InceptionExtractor(variant, weights, "formula");
        Assert.Equal(11.42e9, extractor.Operations, 0.01e9);
        PixelImage[] pictures = Sprites();
        float[][] features = extractor.Extract(pictures, 3);
        AssertClose(expected.Floats("features"), [.. features.SelectMany(f => f)], 1e-4);

        // Features do not depend on the number of threads or on the other pictures.
        Assert.Equal(features[1], extractor.Extract([pictures[1]], 2)[0]);
        Assert.Equal(features[3], extractor.Extract([pictures[3]], 1)[0]);
    }

    [SharedFact]
    public void Every_stage_equals_the_reference_values()
    {
        using var weights = new FormulaWeights("tensors.tsv");
        JsonArray stages = JsonNode.Parse(File.ReadAllText(SharedData.PathOf("reference", "inception", "stages.json")))!["stages"]!.AsArray();
        foreach (IKernels kernels in Kernels.Available.Where(k => k is not ReferenceKernels))
        {
            var network = new InceptionNetwork(InceptionVariant.Torchvision, weights, kernels);
            NetworkBuffers buffers = network.CreateBuffers();
            InceptionPreprocessing.Prepare(InceptionVariant.Torchvision, Sprites()[0], buffers.Picture);
            float[] features = new float[2048];
            int at = 0;
            network.Forward(buffers, null, features, (name, map) => Check(stages[at++]!, name, map.Size, map.Values.Data));
            Check(stages[at++]!, "avgpool", new FeatureMapSize(1, 1, 2048), features);
            Assert.Equal(stages.Count, at);
        }

        static void Check(JsonNode stage, string name, FeatureMapSize size, ReadOnlySpan<float> values)
        {
            Assert.Equal((string)stage["name"]!, name);
            Assert.Equal([size.Channels, size.Height, size.Width], stage["shape"]!.AsArray().Select(n => (int)n!));
            double sum = 0, squares = 0;
            foreach (float value in values[..size.Floats]) (sum, squares) = (sum + value, squares + ((double)value * value));
            double mean = sum / size.Floats, deviation = Math.Sqrt((squares - (sum * mean)) / size.Floats);
            Assert.Equal((double)stage["mean"]!, mean, 1e-5);
            Assert.Equal((double)stage["std"]!, deviation, 1e-4);

            // The first four values of the first channel; after the average pool there is one value per channel.
            float[] first = [.. stage["first"]!.AsArray().Select(n => (float)n!)];
            for (int i = 0; i < first.Length; i++) Assert.Equal(first[i], values[size.Pixels == 1 ? i : i * size.Channels], 1e-4f * (1 + Math.Abs(first[i])));
        }
    }

    [SharedTheory]
    [InlineData(nameof(InceptionVariant.Torchvision), "expected.safetensors")]
    [InlineData(nameof(InceptionVariant.PytorchFid), "expected_pytorch_fid.safetensors")]
    public void Preprocessed_input_equals_the_reference_values(string variantName, string expectedFile)
    {
        InceptionVariant variant = Enum.Parse<InceptionVariant>(variantName);
        using SafeTensors expected = SafeTensors.Load(SharedData.PathOf("reference", "inception", expectedFile));
        int[] index = [.. expected.Int64s("preprocessed_index").Select(i => (int)i)];
        float[] preprocessed = expected.Floats("preprocessed");
        PixelImage[] pictures = Sprites();
        for (int picture = 0; picture < pictures.Length; picture++)
        {
            float[] input = new float[InceptionNetwork.Input.Floats];
            InceptionPreprocessing.Prepare(variant, pictures[picture], input);
            for (int i = 0; i < index.Length; i++)
            {
                (int channel, int pixel) = Math.DivRem(index[i], 299 * 299);
                Assert.Equal(preprocessed[(picture * index.Length) + i], input[(pixel * 3) + channel], 1e-6f);
            }
        }
    }

    [SharedFact]
    public void Resizing_is_bit_identical_to_Pillow()
    {
        using SafeTensors expected = SafeTensors.Load(SharedData.PathOf("reference", "inception", "expected.safetensors"));
        int[] index = [.. expected.Int64s("preprocessed_index").Select(i => (int)i)];
        byte[] samples = expected.Bytes("resized_u8", "U8"), rows = expected.Bytes("resized_u8_row150", "U8");
        long[] sums = expected.Int64s("resized_u8_sum");
        PixelImage[] pictures = Sprites();
        for (int picture = 0; picture < pictures.Length; picture++)
        {
            byte[] colors = [.. pictures[picture].Pixels.ToArray().SelectMany(p => (byte[])[p.R, p.G, p.B])];
            byte[] resized = PillowBilinear.Resize(colors, 20, 20, 3, 299, 299);
            Assert.Equal(sums[picture], resized.Sum(b => (long)b));
            Assert.Equal(rows[(picture * 897)..((picture + 1) * 897)], resized[(150 * 897)..(151 * 897)]);
            for (int i = 0; i < index.Length; i++)
            {
                (int channel, int pixel) = Math.DivRem(index[i], 299 * 299);
                Assert.Equal(samples[(picture * index.Length) + i], resized[(pixel * 3) + channel]);
            }
        }
    }

    /// <summary>The first four test sprites.</summary>
    private static PixelImage[] Sprites()
    {
        SpriteDataset data = new TextFolderSource(SharedData.PathOf("pokemon"), new SourceOptions()).LoadAsync().Result;
        return [.. data["test"].Take(4).Select(sprite => SpriteImage.Render(sprite, data.Palette))];
    }

    /// <summary>Asserts equality within a tolerance relative to the largest value.</summary>
    private static void AssertClose(float[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        double largest = expected.Max(Math.Abs), worst = 0;
        for (int i = 0; i < expected.Length; i++) worst = Math.Max(worst, Math.Abs(expected[i] - (double)actual[i]));
        Assert.True(worst <= tolerance * largest, $"largest error {worst:g3}, largest value {largest:g3}");
    }
}
