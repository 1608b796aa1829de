using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Generation;
using PixelGpt.Generation.Batching;
using PixelGpt.Generation.Sampling;
using PixelGpt.Models;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Generation;

/// <summary>Decoding with ensembles, in the same ways as <see cref="PixelDecoderTests"/> and <see cref="BatchingDecoderTests"/> test single models.</summary>
public class EnsembleDecodingTests
{
    private static readonly GenerationOptions Sampled = new() { DoSample = true, Temperature = 0.9, TopK = 8, TopP = 0.95, Seed = 4 };

    [Theory]
    [MemberData(nameof(TinyModels.Ensembles), MemberType = typeof(TinyModels))]
    public void Decoding_with_and_without_KV_cache_gives_the_same_pixels(string members)
    {
        PixelModel model = TinyModels.Ensemble(members.Split(' '));
        CompletionRequest[] requests = Requests(model, 9);
        var predictor = new SequencePredictor(model.Transformers, 30);
        using var decoder = new PixelDecoder(model, 2);
        foreach (GenerationOptions options in (GenerationOptions[])[GenerationOptions.Greedy, Sampled])
        {
            int[][] cached = decoder.Complete(requests, options);
            var sampler = new Sampler(options, TinyModels.Colors);
            for (int i = 0; i < requests.Length; i++)
            {
                int[] pixels = new int[requests[i].Length];
                requests[i].Prompt.CopyTo(pixels);
                for (int at = requests[i].Prompt.Length; at < pixels.Length; at++)
                    pixels[at] = sampler.Choose(Probabilities.Row(predictor.Logits(pixels.AsSpan(0, at + 1), requests[i].Picture), at - 1), pixels.AsSpan(0, at), requests[i]);
                Assert.Equal(pixels, cached[i]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(TinyModels.Ensembles), MemberType = typeof(TinyModels))]
    public void A_picture_does_not_depend_on_the_batch_or_the_number_of_threads(string members)
    {
        PixelModel model = TinyModels.Ensemble(members.Split(' '));
        CompletionRequest[] requests = Requests(model, 17);
        using var one = new PixelDecoder(model, 1);
        using var three = new PixelDecoder(model, 3);
        int[][] together = one.Complete(requests, Sampled);
        Assert.Equal(together, three.Complete(requests, Sampled));
        Assert.Equal(together.Reverse(), three.Complete([.. requests.Reverse()], Sampled));

        // A single long prompt is prefilled on all threads.
        for (int i = 0; i < requests.Length; i++)
        {
            Assert.Equal(together[i], one.Complete([requests[i]], Sampled)[0]);
            Assert.Equal(together[i], three.Complete([requests[i]], Sampled)[0]);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Concurrent_and_streamed_requests_return_the_same_pictures_as_PixelDecoder(int threads)
    {
        PixelModel model = TinyModels.Ensemble("gpt2", "pixelgpt");
        CompletionRequest[] requests = Requests(model, 20);
        using var alone = new PixelDecoder(model, 1);
        await using var decoder = new BatchingDecoder(model, new BatchingOptions { Threads = threads });
        IReadOnlyList<GeneratedPicture>[] completed = await Task.WhenAll(requests.Select(r => decoder.CompleteAsync(r, Sampled with { NumReturnSequences = 2 })));
        for (int i = 0; i < requests.Length; i++)
            Assert.Equal(alone.Complete([requests[i]], Sampled with { NumReturnSequences = 2 }), completed[i].Select(p => p.Pixels));

        var streamed = new List<GeneratedPixel>();
        await foreach (GeneratedPixel pixel in decoder.StreamAsync(requests[1], Sampled, alternatives: 3)) streamed.Add(pixel);
        int prompt = requests[1].Prompt.Length;
        Assert.Equal(alone.Complete([requests[1]], Sampled)[0][prompt..], streamed.Select(p => p.Color));

        using var likelihood = new Likelihood(model, 1);
        PredictionRecord record = likelihood.Record([new Sprite(TinyModels.Width, TinyModels.Height, completed[0][0].Pixels)])[0];
        Assert.Equal(record.Probability[^1], completed[0][0].Probability[^1], 1e-5f);
    }

    [Fact]
    public void Beam_search_finds_the_most_probable_pictures()
    {
        PixelModel model = TinyModels.Ensemble("gpt2", "mistral", "pixelgpt");
        using var decoder = new PixelDecoder(model, 2);
        using var likelihood = new Likelihood(model, 1);
        int[] prompt = TinyModels.Pixels(model.Members[0].Transformer, 5)[..28];
        double Surprisal(int[] pixels) => likelihood.Surprisals([new Sprite(6, 5, pixels)])[0].Skip(27).Sum(v => (double)v);

        // Two pixels of 11 colours are few enough to enumerate all pictures.
        int[][] every = [.. from a in Enumerable.Range(0, TinyModels.Colors) from b in Enumerable.Range(0, TinyModels.Colors) select (int[])[.. prompt, a, b]];
        int[][] found = decoder.Complete([new CompletionRequest(prompt, 30, Width: 6) { Height = 5 }], new GenerationOptions { NumBeams = 16, NumReturnSequences = 3 });
        Assert.Equal(every.OrderBy(Surprisal).Take(3), found);
    }

    [Theory]
    [InlineData("pixelgpt")]
    [InlineData("gpt2 pixelgpt")]
    public void A_decoding_step_allocates_nothing(string members)
    {
        string[] names = members.Split(' ');
        PixelModel model = names.Length == 1 ? TinyModels.PixelModel(names[0]) : TinyModels.Ensemble(names);
        var batch = new StepBatch(model.Transformers, 2, 30);
        SequenceCache[] caches = [new(model.Transformers, 30), new(model.Transformers, 30)];
        var prefiller = new Prefiller(model.Transformers, 30);
        foreach (SequenceCache cache in caches) prefiller.Fill([1], new PictureContext(6, 5), cache);
        for (int i = 1; i < 4; i++) Step(i);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 4; i < 25; i++) Step(i);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Step(int position)
        {
            batch.Clear();
            batch.Add(0, 3, position, caches[0]);
            batch.Add(1, 5, position, caches[1]);
            _ = batch.Forward();
        }
    }

    private static CompletionRequest[] Requests(PixelModel model, int count)
    {
        int[] widths = model.Config.Description.MaxImageSize > 0 ? [6, 5, 10, 3] : [6];
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            int[] pixels = TinyModels.Pixels(model.Members[0].Transformer, (ulong)i);
            int width = widths[i % widths.Length];
            return new CompletionRequest(pixels.AsMemory(0, 1 + ((i * 7) % 29)), 30 - (i % 3 == 0 && i * 7 % 29 < 20 ? 5 : 0), (ulong)i, width) { Height = 30 / width };
        })];
    }
}
