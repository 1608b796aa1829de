using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Generation;
using PixelGpt.Generation.Batching;
using PixelGpt.Models;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Generation;

public class BatchingDecoderTests
{
    private const int Area = TinyModels.Width * TinyModels.Height;
    private static readonly GenerationOptions Sampled = new() { DoSample = true, Temperature = 1.2, TopP = 0.95, Seed = 5 };

    public static TheoryData<string, int> FamiliesAndThreads
    {
        get
        {
            var all = new TheoryData<string, int>();
            foreach (string family in TinyModels.Variants)
            {
                foreach (int threads in (int[])[1, 3]) all.Add(family, threads);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(FamiliesAndThreads))]
    public async Task Concurrent_requests_return_the_same_pictures_as_PixelDecoder(string family, int threads)
    {
        PixelModel model = TinyModels.PixelModel(family);
        CompletionRequest[] requests = Requests(model, 40);
        using var alone = new PixelDecoder(model, 1);
        await using var decoder = new BatchingDecoder(model, new BatchingOptions { Threads = threads });
        IReadOnlyList<GeneratedPicture>[] completed = await Task.WhenAll(requests.Select(r => decoder.CompleteAsync(r, Sampled with { NumReturnSequences = 2 })));
        for (int i = 0; i < requests.Length; i++)
        {
            int[][] expected = alone.Complete([requests[i]], Sampled with { NumReturnSequences = 2 });
            Assert.Equal(expected, completed[i].Select(p => p.Pixels));
        }

        Assert.Equal(0, decoder.Waiting);
        Assert.Equal(2 * requests.Sum(r => r.Length - r.Prompt.Length), decoder.PixelsGenerated);
    }

    [Theory]
    [InlineData("gpt2", true)]
    [InlineData("gpt2", false)]
    [InlineData("mistral", true)]
    [InlineData("mistral", false)]
    [InlineData("pixelgpt-free-any", true)]
    [InlineData("pixelgpt-free-any", false)]
    public async Task Pictures_do_not_depend_on_the_sizes_of_earlier_ones(string family, bool isLargeFirst)
    {
        PixelModel model = TinyModels.PixelModel(family, positions: 12 * 12);
        CompletionRequest small = CompletionRequest.Of(new Sprite(6, 5, [1, 2, 3]), 0), large = CompletionRequest.Of(new Sprite(12, 12, [4, 5, 6, 7]), 1);
        var gate = new GenerationGate();
        await using var decoder = new BatchingDecoder(model, new BatchingOptions { Threads = 1, BeforeStep = gate.Pass });
        using GenerationGate opened = gate;

        // The two are drawn together, so that the KV caches of the later pictures have different capacities.
        Task[] together = [decoder.CompleteAsync(isLargeFirst ? large : small, Sampled), decoder.CompleteAsync(isLargeFirst ? small : large, Sampled)];
        gate.Open();
        await Task.WhenAll(together);
        using var alone = new PixelDecoder(model, 1);
        foreach (int count in (int[])[2, 4])
        {
            GenerationOptions options = Sampled with { NumReturnSequences = count };
            Assert.Equal(alone.Complete([small], options), (await decoder.CompleteAsync(small, options)).Select(p => p.Pixels));
        }
    }

    [Fact]
    public async Task StreamAsync_returns_the_pixels_of_CompleteAsync_in_raster_order()
    {
        PixelModel model = TinyModels.PixelModel();
        CompletionRequest request = Requests(model, 1)[0];
        await using var decoder = new BatchingDecoder(model);
        GenerationOptions options = Sampled with { NumReturnSequences = 3 };
        IReadOnlyList<GeneratedPicture> whole = await decoder.CompleteAsync(request, options, alternatives: 4);
        var streamed = new List<GeneratedPixel>();
        await foreach (GeneratedPixel pixel in decoder.StreamAsync(request, options, alternatives: 4)) streamed.Add(pixel);

        Assert.Equal(3 * (Area - request.Prompt.Length), streamed.Count);
        foreach (GeneratedPicture picture in whole)
        {
            GeneratedPixel[] pixels = [.. streamed.Where(p => p.Sequence == picture.Sequence)];
            Assert.Equal(Enumerable.Range(request.Prompt.Length, pixels.Length), pixels.Select(p => p.Position));
            Assert.Equal(picture.Pixels[request.Prompt.Length..], pixels.Select(p => p.Color));
            Assert.Equal(picture.Probability, pixels.Select(p => p.Probability));
            Assert.Equal(picture.Alternatives, pixels.Select(p => p.Alternatives));
        }
    }

    [Fact]
    public async Task Probabilities_and_entropies_equal_those_of_Likelihood()
    {
        PixelModel model = TinyModels.PixelModel();
        await using var decoder = new BatchingDecoder(model);
        GeneratedPicture picture = (await decoder.CompleteAsync(Requests(model, 1)[0], Sampled, alternatives: 8))[0];
        using var likelihood = new Likelihood(model.Transformer, 1);
        PredictionRecord record = likelihood.Record([new Sprite(TinyModels.Width, TinyModels.Height, picture.Pixels)])[0];
        for (int i = 0; i < picture.Probability.Length; i++)
        {
            int at = picture.PromptLength - 1 + i;
            Assert.Equal(record.Probability[at], picture.Probability[i], 1e-5f);
            Assert.Equal(record.Entropy[at], picture.Entropy[i], 1e-4f);
            Assert.Equal(8, picture.Alternatives[i].Count);
            Assert.Equal(picture.Alternatives[i].OrderByDescending(a => a.Probability), picture.Alternatives[i]);
            foreach (ColorProbability alternative in picture.Alternatives[i].Where(a => a.Color == picture.Pixels[at + 1])) Assert.Equal(picture.Probability[i], alternative.Probability);
        }

        Assert.Equal(picture.Probability.Sum(p => Math.Log(p)), picture.LogLikelihood, 1e-6);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Locked_pixels_have_their_colours_and_later_pixels_depend_on_them(bool symmetry)
    {
        PixelModel model = TinyModels.PixelModel();
        CompletionRequest request = Requests(model, 1)[0] with { Width = TinyModels.Width };
        int[] locked = [.. Enumerable.Repeat(-1, Area)];
        (locked[20], locked[21], locked[Area - 1]) = (3, 7, 1);
        request = request with { Locked = locked };
        GenerationOptions options = Sampled with { Symmetry = symmetry };
        await using var batching = new BatchingDecoder(model);
        using var decoder = new PixelDecoder(model, 2);
        int[] completed = (await batching.CompleteAsync(request, options))[0].Pixels;
        Assert.Equal((3, 7, 1), (completed[20], completed[21], completed[Area - 1]));
        Assert.Equal(decoder.Complete([request], options)[0], completed);

        // Generation continues after a locked pixel as if the pixel were part of the prompt.
        if (!symmetry) Assert.Equal((await batching.CompleteAsync(request with { Prompt = completed.AsMemory(0, 22) }, options))[0].Pixels, completed);
    }

    [Fact]
    public async Task A_full_queue_rejects_a_request_with_a_retry_time_and_completes_the_others()
    {
        PixelModel model = TinyModels.PixelModel();
        var gate = new GenerationGate();
        await using var decoder = new BatchingDecoder(model, new BatchingOptions { Threads = 1, QueueLimit = 10, BeforeStep = gate.Pass });
        using GenerationGate opened = gate;
        CompletionRequest request = Requests(model, 1)[0];
        var accepted = new List<Task<IReadOnlyList<GeneratedPicture>>>();
        QueueFullException? rejection = null;
        for (int i = 0; i < 20 && rejection is null; i++)
        {
            Task<IReadOnlyList<GeneratedPicture>> task = decoder.CompleteAsync(request, Sampled with { NumReturnSequences = 5, Seed = (ulong)i });
            rejection = task.Exception?.InnerException as QueueFullException;
            if (rejection is null) accepted.Add(task);
        }

        Assert.NotNull(rejection);
        Assert.True(rejection.RetryAfter >= TimeSpan.FromSeconds(1));
        Assert.IsAssignableFrom<FailureException>(rejection);
        gate.Open();
        IReadOnlyList<GeneratedPicture>[] all = await Task.WhenAll(accepted);
        Assert.All(all, pictures => Assert.All(pictures, p => Assert.Equal(Area, p.Pixels.Length)));
    }

    [Fact]
    public async Task Clients_take_turns()
    {
        PixelModel model = TinyModels.PixelModel();
        var gate = new GenerationGate();
        await using var decoder = new BatchingDecoder(model, new BatchingOptions { Threads = 1, BeforeStep = gate.Pass });
        using GenerationGate opened = gate;
        CompletionRequest request = Requests(model, 1)[0];
        int greedy = 0;
        Task[] many = [.. Enumerable.Range(0, 100).Select(async i =>
        {
            await decoder.CompleteAsync(request with { Client = "greedy" }, Sampled with { Seed = (ulong)i });
            Interlocked.Increment(ref greedy);
        })];
        Task<IReadOnlyList<GeneratedPicture>> polite = decoder.CompleteAsync(request with { Client = "polite" }, Sampled with { Seed = 1000 });
        gate.Open();
        IReadOnlyList<GeneratedPicture> pictures = await polite;
        Assert.InRange(Volatile.Read(ref greedy), 0, 30);
        await Task.WhenAll(many);

        // The result does not depend on the client.
        await using var alone = new BatchingDecoder(model);
        Assert.Equal(pictures[0].Pixels, (await alone.CompleteAsync(request, Sampled with { Seed = 1000 }))[0].Pixels);
    }

    [Fact]
    public async Task A_client_with_many_waiting_pictures_leaves_room_for_others()
    {
        PixelModel model = TinyModels.PixelModel();
        var gate = new GenerationGate();
        await using var decoder = new BatchingDecoder(model, new BatchingOptions { Threads = 1, QueueLimit = 40, ClientQueueLimit = 10, BeforeStep = gate.Pass });
        using GenerationGate opened = gate;
        CompletionRequest request = Requests(model, 1)[0];
        List<Task> tasks = [.. Enumerable.Range(0, 40).Select(i => decoder.CompleteAsync(request with { Client = "greedy" }, Sampled))];
        Assert.Contains(tasks, t => t.Exception?.InnerException is QueueFullException);
        List<Task> others = [.. Enumerable.Range(0, 10).Select(i => decoder.CompleteAsync(request with { Client = $"{i % 2}" }, Sampled))];
        gate.Open();
        await Task.WhenAll(others);
        await Task.WhenAll(tasks.Where(t => !t.IsFaulted));
    }

    [Fact]
    public async Task A_cancelled_request_leaves_the_queue()
    {
        PixelModel model = TinyModels.PixelModel();
        var gate = new GenerationGate();
        await using var decoder = new BatchingDecoder(model, new BatchingOptions { Threads = 1, QueueLimit = 100_000, BeforeStep = gate.Pass });
        using GenerationGate opened = gate;
        CompletionRequest request = Requests(model, 1)[0];
        using var source = new CancellationTokenSource();
        Task<IReadOnlyList<GeneratedPicture>> cancelled = decoder.CompleteAsync(request, Sampled with { NumReturnSequences = 200 }, 0, source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Equal(0, decoder.Waiting);
        gate.Open();
        Assert.Single(await decoder.CompleteAsync(request, Sampled));
    }

    [Fact]
    public async Task Leaving_a_stream_stops_generation()
    {
        PixelModel model = TinyModels.PixelModel();
        var gate = new GenerationGate(steps: 3);
        await using var decoder = new BatchingDecoder(model, new BatchingOptions { Threads = 1, BeforeStep = gate.Pass });
        using GenerationGate opened = gate;
        CompletionRequest request = Requests(model, 1)[0];
        await foreach (GeneratedPixel pixel in decoder.StreamAsync(request, Sampled with { NumReturnSequences = 200 }))
        {
            if (pixel.Position > request.Prompt.Length) break;
        }

        Assert.Equal(0, decoder.Waiting);
        gate.Open();
        Assert.Single(await decoder.CompleteAsync(request, Sampled));
        Assert.True(decoder.PixelsGenerated < 200L * (Area - request.Prompt.Length));
    }

    [Fact]
    public async Task Invalid_requests_are_rejected_before_anything_is_generated()
    {
        PixelModel model = TinyModels.PixelModel();
        await using var decoder = new BatchingDecoder(model);
        CompletionRequest valid = Requests(model, 1)[0];
        async Task RejectsAsync(string part, CompletionRequest request, GenerationOptions options, int alternatives = 0)
        {
            InputException rejection = await Assert.ThrowsAsync<InputException>(() => decoder.CompleteAsync(request, options, alternatives));
            Assert.Contains(part, rejection.Message, StringComparison.Ordinal);
        }

        await RejectsAsync("temperature", valid, Sampled with { Temperature = 0 });
        await RejectsAsync("index 11", valid with { Prompt = new[] { 11 } }, Sampled);
        await RejectsAsync("num-beams must be 1", valid, new GenerationOptions { NumBeams = 2 });
        await RejectsAsync("alternatives", valid, Sampled, alternatives: 9);
        await RejectsAsync("locked", valid with { Locked = new int[3] }, Sampled);
        await RejectsAsync("locked pixel has index 99", valid with { Locked = Enumerable.Repeat(99, Area).ToArray() }, Sampled);
        Assert.Equal(0, decoder.PixelsGenerated);
    }

    [Fact]
    public async Task Disposing_cancels_pending_requests()
    {
        PixelModel model = TinyModels.PixelModel();
        var decoder = new BatchingDecoder(model, new BatchingOptions { Threads = 2, QueueLimit = 100_000 });
        Task<IReadOnlyList<GeneratedPicture>> endless = decoder.CompleteAsync(Requests(model, 1)[0], Sampled with { NumReturnSequences = 10_000 });
        await decoder.DisposeAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => decoder.CompleteAsync(Requests(model, 1)[0], Sampled));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_worker_that_cannot_be_created_fails_the_waiting_requests_and_the_next_ones_succeed(int threads)
    {
        PixelModel model = TinyModels.PixelModel();
        CompletionRequest request = Requests(model, 1)[0];
        using var go = new ManualResetEventSlim();
        bool fails = true;
        await using var decoder = new BatchingDecoder(model, new BatchingOptions { Threads = threads }, (m, size) =>
        {
            go.Wait();
            return Volatile.Read(ref fails) ? throw new InsufficientMemoryException("no room") : new BatchWorker(m, size);
        });
        Task<IReadOnlyList<GeneratedPicture>>[] waiting = [.. Enumerable.Range(0, 40).Select(i => decoder.CompleteAsync(request, Sampled with { NumReturnSequences = 2, Seed = (ulong)i }))];
        IAsyncEnumerable<GeneratedPixel> stream = decoder.StreamAsync(request, Sampled);
        go.Set();
        foreach (Task<IReadOnlyList<GeneratedPicture>> task in waiting) Assert.Equal("no room", (await Assert.ThrowsAsync<InsufficientMemoryException>(() => task)).Message);
        await Assert.ThrowsAsync<InsufficientMemoryException>(async () =>
        {
            await foreach (GeneratedPixel pixel in stream) Assert.Fail($"pixel {pixel.Position} was generated");
        });
        await Assert.ThrowsAsync<InsufficientMemoryException>(() => decoder.CompleteAsync(request, Sampled));
        Assert.Equal(0, decoder.Waiting);

        Volatile.Write(ref fails, false);
        using var alone = new PixelDecoder(model, 1);
        Assert.Equal(alone.Complete([request], Sampled), (await decoder.CompleteAsync(request, Sampled)).Select(p => p.Pixels));
    }

    [Fact]
    public async Task A_decoder_without_workers_can_be_disposed()
    {
        PixelModel model = TinyModels.PixelModel();
        var decoder = new BatchingDecoder(model, new BatchingOptions { Threads = 2 }, (_, _) => throw new InsufficientMemoryException("no room"));
        await Assert.ThrowsAsync<InsufficientMemoryException>(() => decoder.CompleteAsync(Requests(model, 1)[0], Sampled));
        await decoder.DisposeAsync();
        await decoder.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => decoder.CompleteAsync(Requests(model, 1)[0], Sampled));
    }

    [Fact]
    public async Task Extension_methods_return_the_same_pictures()
    {
        PixelModel model = TinyModels.PixelModel();
        Sprite prompt = TinyModels.Dataset()["dev"][0].FirstPixels(13);
        GenerationOptions options = Sampled with { NumReturnSequences = 2 };
        IReadOnlyList<Sprite> whole = model.Complete(prompt, options);
        int[][] streamed = [.. Enumerable.Range(0, 2).Select(_ => prompt.Pixels.ToArray().Concat(new int[Area - 13]).ToArray())];
        await foreach (GeneratedPixel pixel in model.CompleteAsync(prompt, options)) streamed[pixel.Sequence][pixel.Position] = pixel.Color;
        Assert.Equal(whole.Select(s => s.Pixels.ToArray()), streamed);
        Assert.Equal(model.Complete([prompt, prompt]).Select(s => s.Pixels.ToArray()), [.. model.Complete(prompt).Concat(model.Complete(prompt)).Select(s => s.Pixels.ToArray())]);
        Assert.Throws<InputException>(() => prompt.FirstPixels(14));
    }

    private static CompletionRequest[] Requests(PixelModel model, int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => new CompletionRequest(TinyModels.Pixels(model.Transformer, (ulong)i + 1).AsMemory(0, 1 + ((i * 7) + 12) % 19), Area, (ulong)i << 32, TinyModels.Width) { Height = TinyModels.Height }),
    ];
}
