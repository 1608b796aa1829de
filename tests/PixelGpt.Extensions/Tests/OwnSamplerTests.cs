using PixelGpt;
using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Generation.Batching;
using PixelGpt.Generation.Sampling;
using PixelGpt.Models;

namespace OwnIdeas.Tests;

public sealed class OwnSamplerTests
{
    private static readonly Sprite Prompt = new(20, 20, [.. Enumerable.Repeat(0, 100)]);

    private static readonly GenerationOptions Options = new() { DoSample = true, Seed = 5, NumReturnSequences = 3 };

    private static PixelModel Model => PixelModel.BuiltIn;

    [Fact]
    public void It_makes_areas_larger()
    {
        int plain = Borders(Options), smooth = Borders(Options with { Processors = [new OwnSampler(3)] });
        Assert.True(smooth < plain / 2, $"{smooth} of {plain} borders are left");
    }

    [Fact]
    public void Pictures_do_not_depend_on_threads_or_on_the_decoder()
    {
        GenerationOptions options = Options with { Processors = [new OwnSampler(1.5), LogitsProcessors.TopP(0.9)] };
        CompletionRequest request = CompletionRequest.Of(Prompt, 0);
        using var one = new PixelDecoder(Model, threads: 1);
        using var two = new PixelDecoder(Model, threads: 2);
        int[][] expected = one.Complete([request], options);
        Assert.Equal(expected, two.Complete([request], options));
        Assert.NotEqual(expected, one.Complete([request], Options));
    }

    [Fact]
    public async Task A_decoder_for_many_callers_gives_the_same_pictures()
    {
        GenerationOptions options = Options with { Processors = [new OwnSampler(1.5)] };
        CompletionRequest request = CompletionRequest.Of(Prompt, 0);
        using var decoder = new PixelDecoder(Model, threads: 1);
        await using var batching = new BatchingDecoder(Model, new BatchingOptions());
        IReadOnlyList<GeneratedPicture> pictures = await batching.CompleteAsync(request, options);
        Assert.Equal(decoder.Complete([request], options), pictures.Select(p => p.Pixels.ToArray()));
    }

    [Fact]
    public async Task A_processor_that_throws_fails_its_own_request_only()
    {
        await using var batching = new BatchingDecoder(Model, new BatchingOptions());
        CompletionRequest request = CompletionRequest.Of(Prompt, 0);
        Task<IReadOnlyList<GeneratedPicture>> good = batching.CompleteAsync(request, Options), bad = batching.CompleteAsync(request, Options with { Processors = [new Nothing()] });
        await Assert.ThrowsAsync<InvalidOperationException>(() => bad);
        Assert.Equal(Complete(Options), (await good).Select(p => p.Pixels.ToArray()));
    }

    [Fact]
    public void The_built_in_processors_in_a_chain_are_those_of_the_options()
    {
        GenerationOptions named = Options with { Temperature = 0.8, TopK = 6, TopP = 0.9, MinP = 0.02, TypicalP = 0.95 };
        GenerationOptions chain = Options with
        {
            Processors = [LogitsProcessors.Temperature(0.8), LogitsProcessors.TopK(6), LogitsProcessors.TopP(0.9), LogitsProcessors.MinP(0.02), LogitsProcessors.TypicalP(0.95)],
        };
        Assert.Equal(Complete(named), Complete(chain));
        Assert.Contains("top-p", Assert.Throws<InputException>(() => LogitsProcessors.TopP(2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Removing_all_colours_is_an_error()
    {
        GenerationOptions options = Options with { Processors = [new Nothing()] };
        Assert.Contains("removed all colours", Assert.Throws<InvalidOperationException>(() => Complete(options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_numbers_of_a_processor_depend_on_the_seed_only()
    {
        GenerationOptions options = Options with { DoSample = false, NumReturnSequences = 1, Processors = [new Coin()] };
        Assert.Equal(Complete(options), Complete(options));
        Assert.NotEqual(Complete(options), Complete(options with { Seed = 6 }));
    }

    private static int[][] Complete(GenerationOptions options) => [.. Model.Complete(Prompt, options).Select(s => s.Pixels.ToArray())];

    /// <summary>Counts the pixels that differ from their left neighbour.</summary>
    private static int Borders(GenerationOptions options) =>
        Complete(options).Sum(pixels => Enumerable.Range(100, 300).Count(i => i % 20 > 0 && pixels[i] != pixels[i - 1]));

    private sealed class Nothing : ILogitsProcessor
    {
        public void Process(Span<float> logits, in LogitsContext context) => logits.Fill(float.NegativeInfinity);
    }

    /// <summary>Forces one of the first two colours.</summary>
    private sealed class Coin : ILogitsProcessor
    {
        public void Process(Span<float> logits, in LogitsContext context)
        {
            logits.Fill(float.NegativeInfinity);
            logits[context.RandomUnit() < 0.5 ? 0 : 1] = 0;
        }
    }
}
