using PixelGpt.Formats;
using PixelGpt.Generation;
using PixelGpt.Generation.Sampling;
using PixelGpt.Models;
using PixelGpt.Models.Embeddings;
using PixelGpt.Numerics;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Generation;

public class PixelDecoderTests
{
    public static TheoryData<string, bool> FamiliesAndModes
    {
        get
        {
            var modes = new TheoryData<string, bool>();
            foreach (string family in TinyModels.Variants)
            {
                modes.Add(family, false);
                modes.Add(family, true);
            }

            return modes;
        }
    }

    [SharedTheory]
    [InlineData("gpt2")]
    [InlineData("llama")]
    [InlineData("mistral")]
    [InlineData("qwen2")]
    public void Greedy_completions_equal_those_of_transformers(string family)
    {
        string folder = SharedData.PathOf("reference", family);
        var expected = SafeTensors.Load(Path.Combine(folder, "expected.safetensors"));
        int[][] input = Rows(expected.Int64s("input_ids")), greedy = Rows(expected.Int64s("greedy_ids"));
        Assert.Equal(greedy, Complete(Load(folder), input));
    }

    [SharedFact]
    public void A_trained_model_completes_dev_and_test_as_PyTorch_does()
    {
        string folder = SharedData.PathOf("reference", "trained-gpt2");
        var expected = SafeTensors.Load(Path.Combine(folder, "expected.safetensors"));
        PixelModel model = Load(folder);
        foreach (string split in (string[])["greedy_dev", "greedy_test"])
        {
            int[][] want = [.. expected.Bytes(split, "U8").ToArray().Select(b => (int)b).Chunk(400)];
            Assert.Equal(want, Complete(model, want));
        }
    }

    [Theory]
    [MemberData(nameof(FamiliesAndModes))]
    public void Decoding_with_and_without_KV_cache_gives_the_same_pixels(string family, bool sample)
    {
        PixelModel model = TinyModels.PixelModel(family);
        GenerationOptions options = sample ? new GenerationOptions { DoSample = true, Temperature = 0.9, TopK = 8, TopP = 0.95, Seed = 4 } : GenerationOptions.Greedy;
        CompletionRequest[] requests = Requests(model, 13);
        using var decoder = new PixelDecoder(model, 2);
        int[][] cached = decoder.Complete(requests, options);

        Activations activations = model.Transformer.CreateActivations(30, training: false);
        var sampler = new Sampler(options, TinyModels.Colors);
        for (int i = 0; i < requests.Length; i++)
        {
            int[] pixels = new int[requests[i].Length];
            requests[i].Prompt.CopyTo(pixels);
            for (int at = requests[i].Prompt.Length; at < pixels.Length; at++)
            {
                MatrixSpan logits = model.Transformer.Forward(TokenRows.OfSequence(pixels, activations.Positions.AsSpan(0, at), requests[i].Picture), activations, activations.GetSequenceAttention());
                pixels[at] = sampler.Choose(logits.Data.Slice((at - 1) * logits.RowStride, logits.Columns), pixels.AsSpan(0, at), requests[i]);
            }

            Assert.Equal(pixels, cached[i]);
        }
    }

    [Theory]
    [InlineData("gpt2")]
    [InlineData("pixelgpt")]
    [InlineData("pixelgpt-free")]
    public void A_picture_does_not_depend_on_the_batch_or_the_number_of_threads(string family)
    {
        PixelModel model = TinyModels.PixelModel(family);
        var options = new GenerationOptions { DoSample = true, Seed = 9 };
        CompletionRequest[] requests = Requests(model, 17);
        using var one = new PixelDecoder(model, 1);
        using var three = new PixelDecoder(model, 3);
        int[][] together = one.Complete(requests, options);
        Assert.Equal(together, three.Complete(requests, options));
        Assert.Equal(together.Reverse(), three.Complete([.. requests.Reverse()], options));
        for (int i = 0; i < requests.Length; i++) Assert.Equal(together[i], one.Complete([requests[i]], options)[0]);
    }

    [Fact]
    public void Prompts_are_unchanged_and_every_pixel_is_in_the_palette()
    {
        PixelModel model = TinyModels.PixelModel();
        using var decoder = new PixelDecoder(model, 2);
        CompletionRequest[] requests = Requests(model, 12);
        int[][] results = decoder.Complete(requests, new GenerationOptions { DoSample = true, Temperature = 3 });
        for (int i = 0; i < requests.Length; i++)
        {
            Assert.Equal(requests[i].Length, results[i].Length);
            Assert.Equal(requests[i].Prompt.ToArray(), results[i][..requests[i].Prompt.Length]);
            Assert.All(results[i], pixel => Assert.InRange(pixel, 0, TinyModels.Colors - 1));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Only_the_allowed_colours_are_generated(bool sample)
    {
        PixelModel model = TinyModels.PixelModel();
        using var decoder = new PixelDecoder(model, 2);
        CompletionRequest[] requests = Requests(model, 12);
        int[][] listed = decoder.Complete(requests, new GenerationOptions { DoSample = sample, Temperature = 2, Colors = [2, 5, 7] });
        int[][] fromPrompt = decoder.Complete(requests, new GenerationOptions { DoSample = sample, Temperature = 2, PromptColors = true });
        for (int i = 0; i < requests.Length; i++)
        {
            int[] prompt = requests[i].Prompt.ToArray();
            Assert.Subset(new HashSet<int>([2, 5, 7]), new HashSet<int>(listed[i][prompt.Length..]));
            Assert.Subset(new HashSet<int>(prompt), new HashSet<int>(fromPrompt[i]));
        }
    }

    [Theory]
    [InlineData("gpt2")]
    [InlineData("mistral")]
    [InlineData("pixelgpt")]
    public void Beam_search_finds_the_most_probable_pictures(string family)
    {
        PixelModel model = TinyModels.PixelModel(family);
        using var decoder = new PixelDecoder(model, 2);
        using var likelihood = new PixelGpt.Evaluation.Likelihood(model.Transformer, 1);
        int[] prompt = TinyModels.Pixels(model.Transformer, 5)[..28];
        double Surprisal(int[] pixels) => likelihood.Surprisals([new PixelGpt.Data.Sprite(6, 5, pixels)])[0].Skip(27).Sum(v => (double)v);

        // Two pixels of 11 colours are few enough to enumerate all pictures.
        int[][] every = [.. from a in Enumerable.Range(0, TinyModels.Colors) from b in Enumerable.Range(0, TinyModels.Colors) select (int[])[.. prompt, a, b]];
        int[][] found = decoder.Complete([new CompletionRequest(prompt, 30)], new GenerationOptions { NumBeams = 16, NumReturnSequences = 3 });
        Assert.Equal(every.OrderBy(Surprisal).Take(3), found);
        Assert.Contains("at most num-beams", Assert.Throws<InputException>(() => decoder.Complete([new(prompt, 30)], new GenerationOptions { NumBeams = 2, NumReturnSequences = 3 })).Message);

        int[] greedy = decoder.Complete([new CompletionRequest(prompt.AsMemory(0, 10), 30)], GenerationOptions.Greedy)[0];
        int[] beams = decoder.Complete([new CompletionRequest(prompt.AsMemory(0, 10), 30)], new GenerationOptions { NumBeams = 8 })[0];
        Assert.Equal(prompt[..10], beams[..10]);
        Assert.True(Total(beams) <= Total(greedy) + 1e-3);
        double Total(int[] pixels) => likelihood.Surprisals([new PixelGpt.Data.Sprite(6, 5, pixels)])[0].Skip(9).Sum(v => (double)v);
    }

    [Fact]
    public void Symmetry_mirrors_every_generated_row()
    {
        PixelModel model = TinyModels.PixelModel();
        using var decoder = new PixelDecoder(model, 2);
        foreach (int width in (int[])[5, 6])
        {
            int[] prompt = TinyModels.Pixels(model.Transformer, 3)[..width];
            int[] pixels = decoder.Complete([new CompletionRequest(prompt, 30, 1, width)], new GenerationOptions { DoSample = true, Symmetry = true })[0];
            Assert.Equal(prompt, pixels[..width]);
            foreach (int[] row in pixels[width..].Chunk(width)) Assert.Equal(row, row.Reverse());
        }
    }

    [Fact]
    public void Invalid_requests_are_rejected_with_a_message()
    {
        using var decoder = new PixelDecoder(TinyModels.PixelModel(), 1);
        void Rejects(string expected, int[] prompt, int length, GenerationOptions? options = null) =>
            Assert.Contains(expected, Assert.Throws<InputException>(() => decoder.Complete([new CompletionRequest(prompt, length)], options ?? GenerationOptions.Greedy)).Message);
        Rejects("at most 30 pixels, the positions of the model (got 31)", [1], 31);
        Rejects("at least one pixel", [], 30);
        Rejects("must not be longer than its picture of 2 pixels (got 3 pixels)", [1, 2, 3], 2);
        Rejects("outside the model's palette of 11", [11], 30);
        Rejects("the width of the picture must be at least 1", [1], 30, new GenerationOptions { Symmetry = true });
        Rejects("colour 11 is outside", [1], 30, new GenerationOptions { Colors = [3, 11] });
        Rejects("colors must list at least one", [1], 30, new GenerationOptions { Colors = [] });
        Rejects("temperature must be greater than 0 (got 0)", [1], 30, new GenerationOptions { DoSample = true, Temperature = 0 });
        Rejects("top-k must be at least 1, or 0 for all colours (got -1)", [1], 30, new GenerationOptions { DoSample = true, TopK = -1 });
        Rejects("top-p must be greater than 0 and at most 1 (got 1.5)", [1], 30, new GenerationOptions { DoSample = true, TopP = 1.5 });
    }

    [Fact]
    public void A_cancelled_token_stops_decoding()
    {
        PixelModel model = TinyModels.PixelModel();
        using var decoder = new PixelDecoder(model, 1);
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => decoder.Complete(Requests(model, 3), GenerationOptions.Greedy, null, source.Token));
    }

    private static CompletionRequest[] Requests(PixelModel model, int count)
    {
        int[] widths = model.Transformer.Description.MaxImageSize > 0 ? [6, 5, 10, 3] : [6];
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            int[] pixels = TinyModels.Pixels(model.Transformer, (ulong)i);
            int width = widths[i % widths.Length];
            return new CompletionRequest(pixels.AsMemory(0, 1 + ((i * 7) % 29)), 30 - (i % 3 == 0 && i * 7 % 29 < 20 ? 5 : 0), (ulong)i, width) { Height = 30 / width };
        })];
    }

    private static int[][] Complete(PixelModel model, int[][] sprites)
    {
        using var decoder = new PixelDecoder(model, 2);
        return decoder.Complete([.. sprites.Select(s => new CompletionRequest(s.AsMemory(0, 240), 400))], GenerationOptions.Greedy);
    }

    private static PixelModel Load(string folder)
    {
        var config = ModelConfig.Load(Path.Combine(folder, "config.json"));
        return new PixelModel(config, ModelFolder.LoadTransformer(config, Path.Combine(folder, "model.safetensors")), PixelGpt.Data.Palette.Load(SharedData.PathOf("pokemon", "colormap.txt")));
    }

    private static int[][] Rows(long[] ids) => [.. ids.Select(id => (int)id).Chunk(400)];
}
