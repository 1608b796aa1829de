using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Generation;
using PixelGpt.Generation.Batching;
using PixelGpt.Models;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Evaluation;

public class LikelihoodTests
{
    private const int Area = TinyModels.Width * TinyModels.Height;

    [Theory]
    [InlineData("gpt2")]
    [InlineData("qwen3")]
    [InlineData("pixelgpt")]
    public async Task Probabilities_equal_those_of_the_decoder_for_locked_pixels(string family)
    {
        PixelModel model = TinyModels.PixelModel(family);
        int[] pixels = TinyModels.Pixels(model.Transformer, seed: 5);
        await using var decoder = new BatchingDecoder(model);
        GeneratedPicture expected = (await decoder.CompleteAsync(new CompletionRequest(pixels.AsMemory(0, 1), Area) { Locked = pixels }, GenerationOptions.Greedy, alternatives: 4))[0];
        using var likelihood = new Likelihood(model, 1);
        IReadOnlyList<PixelProbabilities> actual = likelihood.Probabilities(new Sprite(TinyModels.Width, TinyModels.Height, pixels), alternatives: 4);
        Assert.Equal(Enumerable.Range(1, Area - 1), actual.Select(p => p.Position));
        Assert.Equal(pixels[1..], actual.Select(p => p.Color));
        for (int i = 0; i < actual.Count; i++)
        {
            Assert.Equal(expected.Probability[i], actual[i].Probability, 1e-6f);
            Assert.Equal(expected.Entropy[i], actual[i].Entropy, 1e-5f);
            Assert.Equal(expected.Alternatives[i].Select(a => a.Color), actual[i].Alternatives.Select(a => a.Color));
            Assert.All(expected.Alternatives[i].Zip(actual[i].Alternatives), a => Assert.Equal(a.First.Probability, a.Second.Probability, 1e-6f));
        }
    }

    [Fact]
    public void Probabilities_of_a_partial_sprite_are_those_of_its_known_pixels()
    {
        PixelModel model = TinyModels.PixelModel();
        int[] pixels = TinyModels.Pixels(model.Transformer, seed: 5);
        using var likelihood = new Likelihood(model, 1);
        Sprite Of(int known) => new(TinyModels.Width, TinyModels.Height, pixels.AsSpan(0, known));
        Assert.Empty(likelihood.Probabilities(Of(1), alternatives: 0));
        IReadOnlyList<PixelProbabilities> all = likelihood.Probabilities(Of(Area), 0), some = likelihood.Probabilities(Of(8), 0);
        Assert.Equal(7, some.Count);
        Assert.All(some.Zip(all), p => Assert.Equal(p.Second.Probability, p.First.Probability, 1e-6f));
        Assert.All(some, p => Assert.Empty(p.Alternatives));
    }

    [Fact]
    public void Probabilities_rejects_invalid_input()
    {
        using var likelihood = new Likelihood(TinyModels.PixelModel(), 1);
        void Refuses(string message, Sprite sprite, int alternatives = 1) => Assert.Contains(message, Assert.Throws<InputException>(() => likelihood.Probabilities(sprite, alternatives)).Message);
        Refuses("alternatives must be 0 to 8 (got 9)", new Sprite(6, 5, [1, 2]), 9);
        Refuses("pixel index 99 is outside", new Sprite(6, 5, [1, 99]));
        Refuses("31 pixels, but the model supports at most 30", new Sprite(31, 1, new int[31]));
    }
}
