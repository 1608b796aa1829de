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
            foreach (string family in TinyModels.Families)
            {
                foreach (int threads in (int[])[1, 3]) all.Add(family, threads);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(FamiliesAndThreads))]
    public async Task Many_callers_at_once_get_what_the_decoder_draws_for_each_alone(string family, int threads)
    {
        PixelModel model = TinyModels.PixelModel(family);
        CompletionRequest[] requests = Requests(model, 40);
        using var alone = new PixelDecoder(model, 1);
        await using var decoder = new BatchingDecoder(model, new BatchingOptions { Threads = threads });
        IReadOnlyList<DrawnPicture>[] drawn = await Task.WhenAll(requests.Select(r => decoder.CompleteAsync(r, Sampled with { NumReturnSequences = 2 })));
        for (int i = 0; i < requests.Length; i++)
        {
            int[][] expected = alone.Complete([requests[i]], Sampled with { NumReturnSequences = 2 });
            Assert.Equal(expected, drawn[i].Select(p => p.Pixels));
        }

        Assert.Equal(0, decoder.Waiting);
        Assert.Equal(2 * requests.Sum(r => r.Length - r.Prompt.Length), decoder.PixelsDrawn);
    }

    [Fact]
    public async Task Streamed_pixels_come_in_raster_order_and_are_those_of_the_whole_picture()
    {
        PixelModel model = TinyModels.PixelModel();
        CompletionRequest request = Requests(model, 1)[0];
        await using var decoder = new BatchingDecoder(model);
        GenerationOptions options = Sampled with { NumReturnSequences = 3 };
        IReadOnlyList<DrawnPicture> whole = await decoder.CompleteAsync(request, options, alternatives: 4);
        var streamed = new List<DrawnPixel>();
        await foreach (DrawnPixel pixel in decoder.StreamAsync(request, options, alternatives: 4)) streamed.Add(pixel);

        Assert.Equal(3 * (Area - request.Prompt.Length), streamed.Count);
        foreach (DrawnPicture picture in whole)
        {
            DrawnPixel[] pixels = [.. streamed.Where(p => p.Sequence == picture.Sequence)];
            Assert.Equal(Enumerable.Range(request.Prompt.Length, pixels.Length), pixels.Select(p => p.Position));
            Assert.Equal(picture.Pixels[request.Prompt.Length..], pixels.Select(p => p.Color));
            Assert.Equal(picture.Probability, pixels.Select(p => p.Probability));
            Assert.Equal(picture.Alternatives, pixels.Select(p => p.Alternatives));
        }
    }

    [Fact]
    public async Task Probabilities_and_entropies_are_those_of_the_evaluation()
    {
        PixelModel model = TinyModels.PixelModel();
        await using var decoder = new BatchingDecoder(model);
        DrawnPicture picture = (await decoder.CompleteAsync(Requests(model, 1)[0], Sampled, alternatives: 8))[0];
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
    public async Task Locked_pixels_come_out_as_they_were_given_and_all_others_are_drawn_with_them_in_view(bool symmetry)
    {
        PixelModel model = TinyModels.PixelModel();
        CompletionRequest request = Requests(model, 1)[0] with { Width = TinyModels.Width };
        int[] locked = [.. Enumerable.Repeat(-1, Area)];
        (locked[20], locked[21], locked[Area - 1]) = (3, 7, 1);
        request = request with { Locked = locked };
        GenerationOptions options = Sampled with { Symmetry = symmetry };
        await using var batching = new BatchingDecoder(model);
        using var decoder = new PixelDecoder(model, 2);
        int[] drawn = (await batching.CompleteAsync(request, options))[0].Pixels;
        Assert.Equal((3, 7, 1), (drawn[20], drawn[21], drawn[Area - 1]));
        Assert.Equal(decoder.Complete([request], options)[0], drawn);

        // Behind a locked pixel drawing goes on as if that pixel had been in the prompt.
        if (!symmetry) Assert.Equal((await batching.CompleteAsync(request with { Prompt = drawn.AsMemory(0, 22) }, options))[0].Pixels, drawn);
    }

    [Fact]
    public async Task Who_comes_when_too_many_wait_is_told_when_to_come_again_and_nobody_else_is_hurt()
    {
        PixelModel model = TinyModels.PixelModel();
        var gate = new DrawingGate();
        await using var decoder = new BatchingDecoder(model, new BatchingOptions { Threads = 1, QueueLimit = 10, BeforeStep = gate.Pass });
        using DrawingGate opened = gate;
        CompletionRequest request = Requests(model, 1)[0];
        var accepted = new List<Task<IReadOnlyList<DrawnPicture>>>();
        QueueFullException? refusal = null;
        for (int i = 0; i < 20 && refusal is null; i++)
        {
            Task<IReadOnlyList<DrawnPicture>> task = decoder.CompleteAsync(request, Sampled with { NumReturnSequences = 5, Seed = (ulong)i });
            refusal = task.Exception?.InnerException as QueueFullException;
            if (refusal is null) accepted.Add(task);
        }

        Assert.NotNull(refusal);
        Assert.True(refusal.RetryAfter >= TimeSpan.FromSeconds(1));
        Assert.IsAssignableFrom<FailureException>(refusal);
        gate.Open();
        IReadOnlyList<DrawnPicture>[] all = await Task.WhenAll(accepted);
        Assert.All(all, pictures => Assert.All(pictures, p => Assert.Equal(Area, p.Pixels.Length)));
    }

    [Fact]
    public async Task Who_leaves_makes_room()
    {
        PixelModel model = TinyModels.PixelModel();
        var gate = new DrawingGate();
        await using var decoder = new BatchingDecoder(model, new BatchingOptions { Threads = 1, QueueLimit = 100_000, BeforeStep = gate.Pass });
        using DrawingGate opened = gate;
        CompletionRequest request = Requests(model, 1)[0];
        using var leave = new CancellationTokenSource();
        Task<IReadOnlyList<DrawnPicture>> leaving = decoder.CompleteAsync(request, Sampled with { NumReturnSequences = 200 }, 0, leave.Token);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        Assert.Equal(0, decoder.Waiting);
        gate.Open();
        Assert.Single(await decoder.CompleteAsync(request, Sampled));
    }

    [Fact]
    public async Task Leaving_a_stream_in_the_middle_ends_its_drawing()
    {
        PixelModel model = TinyModels.PixelModel();
        var gate = new DrawingGate(steps: 3);
        await using var decoder = new BatchingDecoder(model, new BatchingOptions { Threads = 1, BeforeStep = gate.Pass });
        using DrawingGate opened = gate;
        CompletionRequest request = Requests(model, 1)[0];
        await foreach (DrawnPixel pixel in decoder.StreamAsync(request, Sampled with { NumReturnSequences = 200 }))
        {
            if (pixel.Position > request.Prompt.Length) break;
        }

        Assert.Equal(0, decoder.Waiting);
        gate.Open();
        Assert.Single(await decoder.CompleteAsync(request, Sampled));
        Assert.True(decoder.PixelsDrawn < 200L * (Area - request.Prompt.Length));
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_before_anything_is_drawn()
    {
        PixelModel model = TinyModels.PixelModel();
        await using var decoder = new BatchingDecoder(model);
        CompletionRequest sound = Requests(model, 1)[0];
        async Task Refused(string part, CompletionRequest request, GenerationOptions options, int alternatives = 0)
        {
            InputException refusal = await Assert.ThrowsAsync<InputException>(() => decoder.CompleteAsync(request, options, alternatives));
            Assert.Contains(part, refusal.Message, StringComparison.Ordinal);
        }

        await Refused("temperature", sound, Sampled with { Temperature = 0 });
        await Refused("index 11", sound with { Prompt = new[] { 11 } }, Sampled);
        await Refused("beam", sound, new GenerationOptions { NumBeams = 2 });
        await Refused("alternatives", sound, Sampled, alternatives: 9);
        await Refused("locked", sound with { Locked = new int[3] }, Sampled);
        await Refused("locked pixel has index 99", sound with { Locked = Enumerable.Repeat(99, Area).ToArray() }, Sampled);
        Assert.Equal(0, decoder.PixelsDrawn);
    }

    [Fact]
    public async Task Closing_ends_what_is_under_way()
    {
        PixelModel model = TinyModels.PixelModel();
        var decoder = new BatchingDecoder(model, new BatchingOptions { Threads = 2, QueueLimit = 100_000 });
        Task<IReadOnlyList<DrawnPicture>> endless = decoder.CompleteAsync(Requests(model, 1)[0], Sampled with { NumReturnSequences = 20_000 });
        await decoder.DisposeAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => decoder.CompleteAsync(Requests(model, 1)[0], Sampled));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Where_a_worker_cannot_be_made_all_who_wait_are_told_and_the_next_are_served(int threads)
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
        Task<IReadOnlyList<DrawnPicture>>[] waiting = [.. Enumerable.Range(0, 40).Select(i => decoder.CompleteAsync(request, Sampled with { NumReturnSequences = 2, Seed = (ulong)i }))];
        IAsyncEnumerable<DrawnPixel> stream = decoder.StreamAsync(request, Sampled);
        go.Set();
        foreach (Task<IReadOnlyList<DrawnPicture>> task in waiting) Assert.Equal("no room", (await Assert.ThrowsAsync<InsufficientMemoryException>(() => task)).Message);
        await Assert.ThrowsAsync<InsufficientMemoryException>(async () =>
        {
            await foreach (DrawnPixel pixel in stream) Assert.Fail($"pixel {pixel.Position} was drawn");
        });
        await Assert.ThrowsAsync<InsufficientMemoryException>(() => decoder.CompleteAsync(request, Sampled));
        Assert.Equal(0, decoder.Waiting);

        Volatile.Write(ref fails, false);
        using var alone = new PixelDecoder(model, 1);
        Assert.Equal(alone.Complete([request], Sampled), (await decoder.CompleteAsync(request, Sampled)).Select(p => p.Pixels));
    }

    [Fact]
    public async Task A_decoder_without_workers_is_closed()
    {
        PixelModel model = TinyModels.PixelModel();
        var decoder = new BatchingDecoder(model, new BatchingOptions { Threads = 2 }, (_, _) => throw new InsufficientMemoryException("no room"));
        await Assert.ThrowsAsync<InsufficientMemoryException>(() => decoder.CompleteAsync(Requests(model, 1)[0], Sampled));
        await decoder.DisposeAsync();
        await decoder.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => decoder.CompleteAsync(Requests(model, 1)[0], Sampled));
    }

    [Fact]
    public async Task The_short_way_draws_the_same()
    {
        PixelModel model = TinyModels.PixelModel();
        Sprite prompt = TinyModels.Dataset()["dev"][0].FirstPixels(13);
        GenerationOptions options = Sampled with { NumReturnSequences = 2 };
        IReadOnlyList<Sprite> whole = model.Complete(prompt, options);
        int[][] streamed = [.. Enumerable.Range(0, 2).Select(_ => prompt.Pixels.ToArray().Concat(new int[Area - 13]).ToArray())];
        await foreach (DrawnPixel pixel in model.CompleteAsync(prompt, options)) streamed[pixel.Sequence][pixel.Position] = pixel.Color;
        Assert.Equal(whole.Select(s => s.Pixels.ToArray()), streamed);
        Assert.Equal(model.Complete([prompt, prompt]).Select(s => s.Pixels.ToArray()), [.. model.Complete(prompt).Concat(model.Complete(prompt)).Select(s => s.Pixels.ToArray())]);
        Assert.Throws<InputException>(() => prompt.FirstPixels(14));
    }

    private static CompletionRequest[] Requests(PixelModel model, int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => new CompletionRequest(TinyModels.Pixels(model.Transformer, (ulong)i + 1).AsMemory(0, 1 + ((i * 7) + 12) % 19), Area, (ulong)i << 32)),
    ];
}
