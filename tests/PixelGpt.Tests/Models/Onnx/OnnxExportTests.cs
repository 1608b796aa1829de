using System.Text.Json.Nodes;
using PixelGpt.Data;
using PixelGpt.Formats;
using PixelGpt.Generation;
using PixelGpt.Models;
using PixelGpt.Models.Onnx;
using PixelGpt.Numerics;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Models.Onnx;

/// <summary>Compares exported models in ONNX Runtime with PixelGpt's own forward pass.</summary>
public sealed class OnnxExportTests : IDisposable
{
    private const int Area = TinyModels.Width * TinyModels.Height;
    private const float Tolerance = 1e-4f;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Models => [.. TinyModels.Variants, "pixelgpt-plain", "pixelgpt-conditions"];

    public static TheoryData<string> AnyOrder => [.. TinyModels.AnyOrder];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Models))]
    public void Logits_are_those_of_PixelGpt_with_and_without_cache(string family)
    {
        PixelModel model = TinyModels.PixelModel(family);
        using OnnxSession onnx = Open(model);
        foreach (int batch in (int[])[1, 3])
        {
            int[][] pictures = [.. Enumerable.Range(0, batch).Select(b => Pixels(model, (ulong)(b + 5)))];
            float[][][] expected = [.. pictures.Select(p => Logits(model, p, new PictureContext(TinyModels.Width, TinyModels.Height)))];
            onnx.Start(batch);
            AssertClose(expected, onnx.Run([.. pictures.Select(p => Rows(p, 0, Area - 1))], Size));

            // The first half at once, then a few rows, then one row at a time.
            onnx.Start(batch);
            int[] ends = [.. (int[])[14, 17], .. Enumerable.Range(18, Area - 18)];
            for (int i = 0, start = 0; i < ends.Length; start = ends[i++])
            {
                int from = start, to = ends[i];
                AssertClose([.. expected.Select(e => e[from..to])], onnx.Run([.. pictures.Select(p => Rows(p, from, to))], Size));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Greedy_completions_are_those_of_PixelGpt_for_prompts_of_different_lengths(string family)
    {
        PixelModel model = TinyModels.PixelModel(family);
        using OnnxSession onnx = Open(model);
        int[] lengths = [9, 13, 4];
        Sprite[] prompts = [.. lengths.Select((length, b) => new Sprite(TinyModels.Width, TinyModels.Height, Pixels(model, (ulong)(b + 8))).FirstPixels(length))];
        int[][] expected = [.. model.Complete(prompts, threads: 1).Select(s => s.Pixels.ToArray())];
        foreach (int count in (int[])[1, 3])
        {
            int[][] order = [.. Enumerable.Repeat(Enumerable.Range(0, Area + 1).ToArray(), count)];
            int[][] actual = Complete(onnx, [.. prompts.Take(count).Select(p => p.Pixels.ToArray())], order);
            Assert.Equal(expected.Take(count), actual);
        }
    }

    [Theory]
    [MemberData(nameof(AnyOrder))]
    public void Pixels_in_the_middle_are_filled_as_by_PixelGpt(string family)
    {
        PixelModel model = TinyModels.PixelModel(family);
        using OnnxSession onnx = Open(model);
        int[] pixels = Pixels(model, 3);
        bool[] mask = [.. Enumerable.Range(0, Area).Select(i => i % 5 is 1 or 2)];
        int[] order = [.. Enumerable.Range(0, Area).Where(i => !mask[i]), .. Enumerable.Range(0, Area).Where(i => mask[i]), Area];
        int[] given = [.. order.Take(mask.Count(m => !m)).Select(i => pixels[i])];
        Sprite expected = model.Fill(new Sprite(TinyModels.Width, TinyModels.Height, pixels), mask, threads: 1)[0];
        Assert.Equal(expected.Pixels.ToArray(), Complete(onnx, [given], [order])[0]);
    }

    [Fact]
    public void Pictures_of_any_size_are_supported_if_the_model_supports_them()
    {
        PixelModel model = TinyModels.PixelModel("pixelgpt-free-any");
        using OnnxSession onnx = Open(model);
        int[] pixels = Pixels(model, 4)[..28];
        onnx.Start(1);
        AssertClose([Logits(model, pixels, new PictureContext(4, 7))], onnx.Run([Rows(pixels, 0, 27)], (4, 7)));
    }

    [Theory]
    [InlineData("linear")]
    [InlineData("llama3")]
    public void Scaled_rotary_positions_are_exported(string type)
    {
        ModelConfig config = TinyModels.LlamaLike("llama").With(json => json["rope_scaling"] = new JsonObject
        {
            ["rope_type"] = type,
            ["factor"] = 4.0,
            ["low_freq_factor"] = 1.0,
            ["high_freq_factor"] = 4.0,
            ["original_max_position_embeddings"] = 16,
        });
        PixelModel model = Build(config);
        using OnnxSession onnx = Open(model);
        int[] pixels = Pixels(model, 4);
        onnx.Start(1);
        AssertClose([Logits(model, pixels, default)], onnx.Run([Rows(pixels, 0, Area - 1)], Size));
    }

    [Theory]
    [InlineData("gpt2", 0)]
    [InlineData("mistral", 0)]
    [InlineData("pixelgpt-any", 3)]
    public void Names_and_shapes_are_those_of_Optimum(string family, int more)
    {
        PixelModel model = TinyModels.PixelModel(family);
        using OnnxSession onnx = Open(model);
        TransformerDescription shape = model.Transformer.Description;
        foreach (int layer in Enumerable.Range(0, shape.Layers))
        {
            foreach (string part in (string[])["key", "value"])
            {
                Assert.Equal([-1, shape.KeyValueHeads, -1, shape.HeadDim], onnx.Inputs[$"past_key_values.{layer}.{part}"].Dimensions);
                Assert.Equal(["batch_size", "past_sequence_length"], onnx.Inputs[$"past_key_values.{layer}.{part}"].SymbolicDimensions.Where(d => d.Length > 0));
                Assert.Equal(["batch_size", "past_sequence_length + sequence_length"], onnx.Outputs[$"present.{layer}.{part}"].SymbolicDimensions.Where(d => d.Length > 0));
            }
        }

        Assert.Equal(["batch_size", "sequence_length"], onnx.Inputs["input_ids"].SymbolicDimensions);
        Assert.Equal(["batch_size", "past_sequence_length + sequence_length"], onnx.Inputs["attention_mask"].SymbolicDimensions);
        Assert.Equal(["batch_size", "sequence_length"], onnx.Inputs["position_ids"].SymbolicDimensions);
        Assert.Equal([-1, -1, TinyModels.Colors], onnx.Outputs["logits"].Dimensions);
        Assert.Equal((2 * shape.Layers) + 1 + more, onnx.Outputs.Count);
    }

    [Fact]
    public void Metadata_say_how_pictures_become_tokens()
    {
        using OnnxSession onnx = Open(TinyModels.PixelModel("pixelgpt-any"));
        Assert.Equal("pixelgpt", onnx.Metadata["model_type"]);
        Assert.Equal(TinyModels.Palette().Colors.Select(c => c.ToString()), onnx.Metadata["palette"].Split(' '));
        Assert.Equal(("6", "5", "30", "any"), (onnx.Metadata["image_width"], onnx.Metadata["image_height"], onnx.Metadata["max_positions"], onnx.Metadata["pixel_order"]));
        using OnnxSession free = Open(TinyModels.PixelModel("pixelgpt-free"));
        Assert.Equal(("12", "raster"), (free.Metadata["max_image_size"], free.Metadata["pixel_order"]));
        Assert.False(free.Metadata.ContainsKey("image_width"));
    }

    [Fact]
    public void The_same_model_gives_the_same_bytes()
    {
        byte[] first = File.ReadAllBytes(Export(TinyModels.PixelModel("pixelgpt-any"))), second = File.ReadAllBytes(Export(TinyModels.PixelModel("pixelgpt-any")));
        Assert.Equal(first, second);
        Assert.NotEqual(first, File.ReadAllBytes(Export(TinyModels.PixelModel("pixelgpt-any", seed: 2))));
    }

    [Fact]
    public void F16_halves_the_file_and_rounds_the_weights()
    {
        PixelModel model = Build(TinyModels.Config("gpt2").With(json => json["n_embd"] = 128));
        long whole = new FileInfo(Export(model)).Length;
        string path = Export(model, FloatType.F16);
        Assert.InRange(new FileInfo(path).Length, 0.5 * whole, 0.52 * whole);
        foreach (Parameter parameter in model.Transformer.Parameters.All)
        {
            foreach (ref float value in parameter.In(model.Transformer.Parameters.Values)) value = (float)(Half)value;
        }

        model.Transformer.Pack();
        using var onnx = new OnnxSession(path);
        int[] pixels = Pixels(model, 4);
        onnx.Start(1);
        AssertClose([Logits(model, pixels, default)], onnx.Run([Rows(pixels, 0, Area - 1)], Size));
    }

    private static (int Width, int Height) Size => (TinyModels.Width, TinyModels.Height);

    private static PixelModel Build(ModelConfig config)
    {
        Transformer transformer = config.Build(palette: TinyModels.Palette());
        transformer.Parameters.Initialize(1);
        var random = new PhiloxRandom(1, 99);
        foreach (Parameter parameter in transformer.Parameters.All)
        {
            foreach (ref float value in parameter.In(transformer.Parameters.Values)) value += (float)(0.1 * random.NextNormal());
        }

        transformer.Pack();
        return new PixelModel(config, transformer, TinyModels.Palette());
    }

    private string Export(PixelModel model, FloatType type = FloatType.F32)
    {
        string path = _folder[$"{Guid.NewGuid():N}.onnx"];
        OnnxExport.Write(path, model.Config, model.Transformer, model.Palette, type);
        return path;
    }

    private OnnxSession Open(PixelModel model) => new(Export(model));

    private static int[] Pixels(PixelModel model, ulong seed) => TinyModels.Pixels(model.Transformer, seed)[..Area];

    private static float[][] Logits(PixelModel model, int[] pixels, PictureContext picture)
    {
        MatrixSpan logits = new SequencePredictor(model.Transformers, pixels.Length).Logits(pixels, picture);
        float[][] rows = new float[logits.Rows][];
        for (int row = 0; row < rows.Length; row++) rows[row] = Probabilities.Row(logits, row).ToArray();
        return rows;
    }

    private static OnnxRow?[] Rows(int[] pixels, int from, int to) => [.. Enumerable.Range(from, to - from).Select(i => (OnnxRow?)new OnnxRow(pixels[i], i, i + 1))];

    /// <summary>Completes pictures greedily; the shorter prompts are filled from the left.</summary>
    private static int[][] Complete(OnnxSession onnx, int[][] prompts, int[][] orders)
    {
        int longest = prompts.Max(p => p.Length);
        List<int>[] sequences = [.. prompts.Select(p => p.ToList())];
        onnx.Start(prompts.Length);
        OnnxRow?[][] rows = [.. prompts.Select((p, b) => (OnnxRow?[])[.. Enumerable.Repeat<OnnxRow?>(null, longest - p.Length), .. p.Select((t, i) => (OnnxRow?)new OnnxRow(t, orders[b][i], orders[b][i + 1]))])];
        while (sequences.Any(s => s.Count < Area))
        {
            float[][][] logits = onnx.Run(rows, Size);
            for (int b = 0; b < prompts.Length; b++)
            {
                rows[b] = [null];
                if (sequences[b].Count == Area) continue;
                int token = logits[b][^1].AsSpan().IndexOf(logits[b][^1].Max());
                sequences[b].Add(token);
                rows[b] = [new OnnxRow(token, orders[b][sequences[b].Count - 1], orders[b][sequences[b].Count])];
            }
        }

        return [.. sequences.Select((s, b) => s.Select((token, i) => (token, pixel: orders[b][i])).OrderBy(p => p.pixel).Select(p => p.token).ToArray())];
    }

    private static void AssertClose(float[][][] expected, float[][][] actual)
    {
        float worst = 0;
        for (int b = 0; b < expected.Length; b++)
        {
            Assert.Equal(expected[b].Length, actual[b].Length);
            for (int row = 0; row < expected[b].Length; row++)
            {
                for (int v = 0; v < expected[b][row].Length; v++) worst = Math.Max(worst, Math.Abs(expected[b][row][v] - actual[b][row][v]) / Math.Max(1, Math.Abs(expected[b][row][v])));
            }
        }

        Assert.True(worst <= Tolerance, $"the largest difference of logits is {worst}");
    }
}
