using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Generation;
using PixelGpt.Generation.Sampling;
using PixelGpt.Gpu.Networks;
using PixelGpt.Gpu.Tests.Infrastructure;
using PixelGpt.Models;
using PixelGpt.Numerics;
using PixelGpt.Processes;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Gpu.Tests.Generation;

/// <summary>Completions with logits from a device, which are those of the processor as long as no two colours are almost equally probable.</summary>
[Collection(EmulatedDevice.Collection)]
public class DeviceCompletionTests(EmulatedDevice device)
{
    private static readonly GenerationOptions Sampling = new() { DoSample = true, Seed = 5, Temperature = 0.9, TopK = 7, TopP = 0.95, NumReturnSequences = 2 };

    [Theory]
    [InlineData("gpt2")]
    [InlineData("pixelgpt-free-any")]
    public void Pictures_with_prompts_and_masks_of_any_length_are_those_of_the_processor(string family)
    {
        PixelModel model = TinyModels.PixelModel(family);
        CompletionRequest[] requests = Requests(model);
        foreach (GenerationOptions options in (GenerationOptions[])[GenerationOptions.Greedy, Sampling with { Symmetry = true, MaxLength = model.SupportsAnyOrder ? null : 20 }])
        {
            var progress = new Progress();
            using PixelDecoder expected = new(model, 2), actual = new(model, 2, group: null, device.Device);
            Assert.Equal(expected.Complete(requests, options), actual.Complete(requests, options, progress));
            Assert.Equal(requests.Length * options.NumReturnSequences, progress.Last);
        }
    }

    [Fact]
    public void An_ensemble_is_computed_member_by_member()
    {
        PixelModel model = TinyModels.Ensemble("gpt2", "pixelgpt");
        using PixelDecoder expected = new(model, 1), actual = new(model, 1, group: null, device.Device);
        Assert.Equal(expected.Complete(Requests(model), Sampling), actual.Complete(Requests(model), Sampling));
    }

    [Theory]
    [InlineData("gpt2")]
    [InlineData("pixelgpt")]
    [InlineData("gpt2 pixelgpt")]
    public void Likelihoods_are_those_of_the_processor(string families)
    {
        PixelModel model = families.Split(' ') is { Length: > 1 } members ? TinyModels.Ensemble(members) : TinyModels.PixelModel(families);
        Sprite[] sprites = [.. TinyModels.Dataset()[SpriteDataset.Test].Take(3)];
        using Likelihood expected = new(model, 1), actual = new(model, 1, group: null, device.Device);
        float[][] values = actual.Surprisals(sprites), reference = expected.Surprisals(sprites);
        for (int i = 0; i < sprites.Length; i++) EmulatedDevice.AssertClose(reference[i], values[i]);
    }

    [Fact]
    public void Batches_are_as_large_as_the_memory_allows()
    {
        PixelModel model = TinyModels.PixelModel();
        CompletionRequest[] requests = Requests(model);
        using var pool = new WorkerPool(1);
        using var loaded = new GpuLoadedModel(device.Fast, model.Transformers, new LoadedModelSize(2, 12, 30));
        var results = new int[requests.Length][];
        new LoadedModelDecoder(loaded, TinyModels.Colors, pool, () => new Sampler(GenerationOptions.Greedy, TinyModels.Colors)).Complete(requests, results, null, CancellationToken.None);
        using var expected = new PixelDecoder(model, 1);
        Assert.Equal(expected.Complete(requests, GenerationOptions.Greedy), results);
    }

    [Fact]
    public void Sprites_are_completed_in_one_call()
    {
        PixelModel model = TinyModels.PixelModel("pixelgpt-any");
        Sprite picture = TinyModels.Dataset()[SpriteDataset.Test][0];
        Assert.Equal(model.Complete(picture.FirstPixels(9))[0].Pixels, model.Complete(picture.FirstPixels(9), device: device.Device)[0].Pixels);
        Assert.Equal(model.Generate(6, 5, Sampling)[1].Pixels, model.Generate(6, 5, Sampling, device: device.Device)[1].Pixels);
    }

    [Fact]
    public void What_only_the_processor_computes_is_refused()
    {
        PixelModel model = TinyModels.PixelModel();
        using var decoder = new PixelDecoder(model, 1, group: null, device.Device);
        Assert.Equal(
            "beam search is computed on the processor only; use the device cpu",
            Assert.Throws<InputException>(() => decoder.Complete(Requests(model), new GenerationOptions { NumBeams = 2 })).Message);
        Assert.Contains("use the device cpu", Assert.Throws<InputException>(() => new PixelDecoder(model, 1, new TwoProcesses(), device.Device)).Message, StringComparison.Ordinal);
    }

    private static CompletionRequest[] Requests(PixelModel model)
    {
        Sprite[] sprites = [.. TinyModels.Dataset()[SpriteDataset.Test].Take(4)];
        CompletionRequest[] prompts = [.. sprites.Select((s, i) => CompletionRequest.Of(s.FirstPixels(5 + (3 * i)), i))];
        return model.SupportsAnyOrder ? [.. prompts, CompletionRequest.Of(sprites[0], [.. Enumerable.Range(0, 30).Select(i => i % 4 == 1)], 4), CompletionRequest.Of(sprites[1], [.. Enumerable.Range(0, 30).Select(i => i < 25)], 5)] : prompts;
    }

    private sealed class Progress : IProgress<int>
    {
        public int Last { get; private set; }

        public void Report(int value) => Last = value;
    }

    private sealed class TwoProcesses : IProcessGroup
    {
        public int Rank => 0;

        public int Size => 2;

        public void Broadcast(Span<byte> buffer) => throw new NotSupportedException();

        public void AllGather(Span<byte> buffer, ReadOnlySpan<int> lengths) => throw new NotSupportedException();

        public void AllToAll(ReadOnlySpan<byte> sent, ReadOnlySpan<int> sentLengths, Span<byte> received, ReadOnlySpan<int> receivedLengths) => throw new NotSupportedException();

        public void Send(int rank, ReadOnlySpan<byte> message) => throw new NotSupportedException();

        public byte[]? TryReceive(int rank) => throw new NotSupportedException();
    }
}
