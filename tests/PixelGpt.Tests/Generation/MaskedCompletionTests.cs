using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Generation.Batching;
using PixelGpt.Generation.Sampling;
using PixelGpt.Models;
using PixelGpt.Models.Embeddings;
using PixelGpt.Numerics;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Generation;

/// <summary>Completions of any part of a picture.</summary>
public class MaskedCompletionTests
{
    private const int Area = TinyModels.Width * TinyModels.Height;

    private static readonly GenerationOptions Sampled = new() { DoSample = true, Temperature = 0.9, TopP = 0.95, Seed = 4 };

    public static TheoryData<string> Models => [.. TinyModels.AnyOrder];

    [Theory]
    [MemberData(nameof(Models))]
    public void Decoding_with_and_without_KV_cache_gives_the_same_pixels(string family)
    {
        PixelModel model = TinyModels.PixelModel(family);
        CompletionRequest[] requests = Requests(9);
        using var decoder = new PixelDecoder(model, 2);
        int[][] cached = decoder.Complete(requests, Sampled);
        Activations activations = model.Transformer.CreateActivations(Area, training: false);
        var sampler = new Sampler(Sampled, TinyModels.Colors);
        for (int i = 0; i < requests.Length; i++)
        {
            int[] pixels = new int[Area];
            requests[i].Prompt.CopyTo(pixels);
            for (int at = requests[i].Prompt.Length; at < pixels.Length; at++)
            {
                MatrixSpan logits = model.Transformer.Forward(TokenRows.OfSequence(pixels, activations.Positions.AsSpan(0, at), requests[i].Picture), activations, activations.GetSequenceAttention());
                pixels[at] = sampler.Choose(logits.Data.Slice((at - 1) * logits.RowStride, logits.Columns), pixels.AsSpan(0, at), requests[i]);
            }

            Assert.Equal(requests[i].ToRaster(pixels), cached[i]);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public async Task A_picture_does_not_depend_on_the_batch_the_threads_or_the_decoder(string family)
    {
        PixelModel model = TinyModels.PixelModel(family);
        CompletionRequest[] requests = [.. Requests(9), .. Requests(3).Select(r => new CompletionRequest(r.Prompt[..4], Area, r.Stream, TinyModels.Width) { Height = TinyModels.Height })];
        using var one = new PixelDecoder(model, 1);
        using var three = new PixelDecoder(model, 3);
        int[][] together = one.Complete(requests, Sampled);
        Assert.Equal(together, three.Complete(requests, Sampled));
        for (int i = 0; i < requests.Length; i++) Assert.Equal(together[i], three.Complete([requests[i]], Sampled)[0]);
        await using var service = new BatchingDecoder(model, new BatchingOptions { Threads = 2 });
        IReadOnlyList<GeneratedPicture>[] served = await Task.WhenAll(requests.Select(r => service.CompleteAsync(r, Sampled)));
        Assert.Equal(together, served.Select(s => s[0].Pixels));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public async Task Given_pixels_never_change_and_the_others_are_streamed_in_raster_order(string family)
    {
        PixelModel model = TinyModels.PixelModel(family);
        await using var service = new BatchingDecoder(model, new BatchingOptions { Threads = 1 });
        for (int index = 0; index < 12; index++)
        {
            (Sprite picture, bool[] mask) = Case(index);
            var request = CompletionRequest.Of(picture, mask, index);
            GeneratedPicture result = (await service.CompleteAsync(request, Sampled))[0];
            Assert.All(Enumerable.Range(0, Area).Where(i => !mask[i]), i => Assert.Equal(picture.Pixels[i], result.Pixels[i]));
            int[] drawn = [.. Enumerable.Range(0, Area).Where(i => mask[i])];
            Assert.Equal(drawn, result.Generated);
            var streamed = new List<GeneratedPixel>();
            await foreach (GeneratedPixel pixel in service.StreamAsync(request, Sampled)) streamed.Add(pixel);
            Assert.Equal(drawn, streamed.Select(p => p.Position));
            Assert.Equal(drawn.Select(i => result.Pixels[i]), streamed.Select(p => p.Color));
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Drawn_pixels_depend_on_later_given_pixels(string family)
    {
        PixelModel model = TinyModels.PixelModel(family);
        (Sprite picture, _) = Case(0);
        bool[] mask = new bool[Area];
        mask[8] = mask[9] = true;
        int[] changed = [.. picture.Pixels];
        changed[^1] = (changed[^1] + 1) % TinyModels.Colors;
        using var decoder = new PixelDecoder(model, 1);
        GenerationOptions many = Sampled with { NumReturnSequences = 50 };
        Assert.NotEqual(
            decoder.Complete([CompletionRequest.Of(picture, mask, 0)], many).Select(p => p[8]),
            decoder.Complete([CompletionRequest.Of(new Sprite(TinyModels.Width, TinyModels.Height, changed), mask, 0)], many).Select(p => p[8]));
    }

    [Fact]
    public void A_mask_of_the_last_pixels_is_an_ordinary_completion_for_every_family()
    {
        foreach (string family in TinyModels.Variants)
        {
            PixelModel model = TinyModels.PixelModel(family);
            (Sprite picture, _) = Case(3);
            bool[] mask = [.. Enumerable.Range(0, Area).Select(i => i >= 13)];
            using var decoder = new PixelDecoder(model, 1);
            Assert.Equal(decoder.Complete([CompletionRequest.Of(picture.FirstPixels(13), 2)], Sampled), decoder.Complete([CompletionRequest.Of(picture, mask, 2)], Sampled));
        }
    }

    [Fact]
    public void Constraints_hold()
    {
        PixelModel model = TinyModels.PixelModel("pixelgpt-any");
        using var decoder = new PixelDecoder(model, 2);
        for (int index = 0; index < 12; index++)
        {
            (Sprite picture, bool[] mask) = Case(index);
            int[] colors = decoder.Complete([CompletionRequest.Of(picture, mask, index)], Sampled with { Colors = [2, 5] })[0];
            Assert.All(Enumerable.Range(0, Area).Where(i => mask[i]), i => Assert.Contains(colors[i], (int[])[2, 5]));
            int given = Enumerable.Range(0, Area).Where(i => !mask[i]).Select(i => picture.Pixels[i]).Distinct().Count();
            int[] few = decoder.Complete([CompletionRequest.Of(picture, mask, index)], Sampled with { MaxColors = given, Temperature = 5 })[0];
            Assert.Equal(given, few.Distinct().Count());
            int[] mirrored = decoder.Complete([CompletionRequest.Of(picture, mask, index)], Sampled with { Symmetry = true })[0];
            for (int i = 0; i < Area; i++)
            {
                int mirror = i + TinyModels.Width - 1 - (2 * (i % TinyModels.Width));
                if (mask[i] || mask[mirror]) Assert.Equal(mirrored[mirror], mirrored[i]);
            }
        }
    }

    [Fact]
    public void A_mask_that_the_model_or_the_picture_does_not_support_is_refused()
    {
        (Sprite picture, bool[] mask) = Case(1);
        foreach (string family in TinyModels.Families)
        {
            using var decoder = new PixelDecoder(TinyModels.PixelModel(family), 1);
            Assert.Contains("'pixel_order' any", Assert.Throws<InputException>(() => decoder.Complete([CompletionRequest.Of(picture, mask, 0)], Sampled)).Message);
        }

        using var any = new PixelDecoder(TinyModels.PixelModel("pixelgpt-any"), 1);
        Assert.Contains("max-length", Assert.Throws<InputException>(() => any.Complete([CompletionRequest.Of(picture, mask, 0)], Sampled with { MaxLength = 20 })).Message);
        Assert.Contains("at least one pixel", Assert.Throws<InputException>(() => CompletionRequest.Of(picture, Enumerable.Repeat(true, Area).ToArray(), 0)).Message);
        Assert.Contains("one entry per pixel", Assert.Throws<InputException>(() => CompletionRequest.Of(picture, mask.AsSpan(1), 0)).Message);
        Assert.Contains("complete", Assert.Throws<InputException>(() => CompletionRequest.Of(picture.FirstPixels(3), mask, 0)).Message);
    }

    private static CompletionRequest[] Requests(int count) => [.. Enumerable.Range(0, count).Select(i =>
    {
        (Sprite picture, bool[] mask) = Case(i);
        return CompletionRequest.Of(picture, mask, i);
    })];

    /// <summary>A random picture, and a random mask that is not the last pixels only.</summary>
    private static (Sprite Picture, bool[] Mask) Case(int index)
    {
        var random = new PhiloxRandom((ulong)index, 77);
        int[] pixels = new int[Area];
        bool[] mask = new bool[Area];
        for (int i = 0; i < Area; i++) (pixels[i], mask[i]) = (random.NextInt32(TinyModels.Colors), random.NextInt32(3) == 0);
        (mask[4], mask[^2]) = (true, false);
        return (new Sprite(TinyModels.Width, TinyModels.Height, pixels), mask);
    }
}
