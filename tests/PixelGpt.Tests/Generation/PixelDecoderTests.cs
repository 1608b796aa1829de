using PixelGpt.Formats;
using PixelGpt.Generation;
using PixelGpt.Generation.Sampling;
using PixelGpt.Models;
using PixelGpt.Numerics;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Generation;

public class PixelDecoderTests
{
    public static TheoryData<string, bool> FamiliesAndWays
    {
        get
        {
            var ways = new TheoryData<string, bool>();
            foreach (string family in TinyModels.Families)
            {
                ways.Add(family, false);
                ways.Add(family, true);
            }

            return ways;
        }
    }

    [SharedTheory]
    [InlineData("gpt2")]
    [InlineData("llama")]
    [InlineData("mistral")]
    [InlineData("qwen2")]
    public void Greedy_completions_are_those_of_transformers_token_for_token(string family)
    {
        string folder = SharedData.PathOf("reference", family);
        var expected = SafeTensors.Load(Path.Combine(folder, "expected.safetensors"));
        int[][] input = Rows(expected.Int64s("input_ids")), greedy = Rows(expected.Int64s("greedy_ids"));
        Assert.Equal(greedy, Complete(Load(folder), input));
    }

    [SharedFact]
    public void A_trained_model_finishes_dev_and_test_as_PyTorch_does()
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
    [MemberData(nameof(FamiliesAndWays))]
    public void Cached_decoding_draws_what_uncached_decoding_draws(string family, bool sample)
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
                MatrixSpan logits = model.Transformer.Forward(
                    pixels.AsSpan(0, at), activations.Positions.AsSpan(0, at), activations, activations.GetSequenceAttention());
                pixels[at] = sampler.Choose(logits.Data.Slice((at - 1) * logits.RowStride, logits.Columns), pixels.AsSpan(0, at), requests[i]);
            }

            Assert.Equal(pixels, cached[i]);
        }
    }

    [Fact]
    public void A_picture_does_not_depend_on_its_batch_or_the_threads()
    {
        PixelModel model = TinyModels.PixelModel();
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
    public void Prompts_stay_and_every_pixel_is_of_the_palette()
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
    public void Only_the_allowed_colours_are_drawn(bool sample)
    {
        PixelModel model = TinyModels.PixelModel();
        using var decoder = new PixelDecoder(model, 2);
        CompletionRequest[] requests = Requests(model, 12);
        int[][] listed = decoder.Complete(requests, new GenerationOptions { DoSample = sample, Temperature = 2, Colors = [2, 5, 7] });
        int[][] own = decoder.Complete(requests, new GenerationOptions { DoSample = sample, Temperature = 2, PromptColors = true });
        for (int i = 0; i < requests.Length; i++)
        {
            int[] prompt = requests[i].Prompt.ToArray();
            Assert.Subset(new HashSet<int>([2, 5, 7]), new HashSet<int>(listed[i][prompt.Length..]));
            Assert.Subset(new HashSet<int>(prompt), new HashSet<int>(own[i]));
        }
    }

    [Theory]
    [InlineData("gpt2")]
    [InlineData("mistral")]
    public void Beam_search_finds_the_likeliest_pictures(string family)
    {
        PixelModel model = TinyModels.PixelModel(family);
        using var decoder = new PixelDecoder(model, 2);
        using var likelihood = new PixelGpt.Evaluation.Likelihood(model.Transformer, 1);
        int[] prompt = TinyModels.Pixels(model.Transformer, 5)[..28];
        double Surprise(int[] pixels) => likelihood.Surprisals([new PixelGpt.Data.Sprite(6, 5, pixels)])[0].Skip(27).Sum(v => (double)v);

        // Two pixels of 11 colours: every picture can be tried.
        int[][] every = [.. from a in Enumerable.Range(0, TinyModels.Colors) from b in Enumerable.Range(0, TinyModels.Colors) select (int[])[.. prompt, a, b]];
        int[][] found = decoder.Complete([new CompletionRequest(prompt, 30)], new GenerationOptions { NumBeams = 16, NumReturnSequences = 3 });
        Assert.Equal(every.OrderBy(Surprise).Take(3), found);
        Assert.Contains("as many beams", Assert.Throws<InputException>(() => decoder.Complete([new(prompt, 30)], new GenerationOptions { NumBeams = 2, NumReturnSequences = 3 })).Message);

        int[] greedy = decoder.Complete([new CompletionRequest(prompt.AsMemory(0, 10), 30)], GenerationOptions.Greedy)[0];
        int[] beams = decoder.Complete([new CompletionRequest(prompt.AsMemory(0, 10), 30)], new GenerationOptions { NumBeams = 8 })[0];
        Assert.Equal(prompt[..10], beams[..10]);
        Assert.True(Total(beams) <= Total(greedy) + 1e-3);
        double Total(int[] pixels) => likelihood.Surprisals([new PixelGpt.Data.Sprite(6, 5, pixels)])[0].Skip(9).Sum(v => (double)v);
    }

    [Fact]
    public void Symmetry_mirrors_every_row_that_is_drawn()
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
    public void What_does_not_fit_is_refused_in_words()
    {
        using var decoder = new PixelDecoder(TinyModels.PixelModel(), 1);
        void Refuses(string expected, int[] prompt, int length, GenerationOptions? options = null) =>
            Assert.Contains(expected, Assert.Throws<InputException>(() => decoder.Complete([new CompletionRequest(prompt, length)], options ?? GenerationOptions.Greedy)).Message);
        Refuses("31 pixels does not fit: the model has 30 positions", [1], 31);
        Refuses("at least one pixel", [], 30);
        Refuses("longer than its picture", [1, 2, 3], 2);
        Refuses("outside the model's palette of 11", [11], 30);
        Refuses("symmetry needs the width", [1], 30, new GenerationOptions { Symmetry = true });
        Refuses("colour 11 is outside", [1], 30, new GenerationOptions { Colors = [3, 11] });
        Refuses("no colours", [1], 30, new GenerationOptions { Colors = [] });
        Refuses("temperature is 0", [1], 30, new GenerationOptions { DoSample = true, Temperature = 0 });
        Refuses("top-k is -1", [1], 30, new GenerationOptions { DoSample = true, TopK = -1 });
        Refuses("top-p is 1.5", [1], 30, new GenerationOptions { DoSample = true, TopP = 1.5 });
    }

    [Fact]
    public void Giving_up_stops_at_the_next_pixel()
    {
        PixelModel model = TinyModels.PixelModel();
        using var decoder = new PixelDecoder(model, 1);
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => decoder.Complete(Requests(model, 3), GenerationOptions.Greedy, null, source.Token));
    }

    private static CompletionRequest[] Requests(PixelModel model, int count) =>
        [.. Enumerable.Range(0, count).Select(i => new CompletionRequest(TinyModels.Pixels(model.Transformer, (ulong)i).AsMemory(0, 1 + ((i * 7) % 29)), 30 - (i % 3 == 0 && i * 7 % 29 < 20 ? 5 : 0), (ulong)i))];

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
