using PixelGpt.Generation;
using PixelGpt.Models.Families;
using PixelGpt.Runs;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Runs;

public sealed class GenerationConfigFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_written_file_can_be_read()
    {
        var options = new GenerationOptions { DoSample = true, Temperature = 0.8, TopK = 12, TopP = 0.95, TypicalP = 0.9, MinP = 0.02, RepetitionPenalty = 1.1 };
        var folder = new RunFolder(_folder.Path);
        GenerationConfigFile.Save(folder, options);
        Assert.Equal(options, GenerationConfigFile.Load(folder));
    }

    [Fact]
    public void Without_a_file_decoding_is_greedy() => Assert.Equal(GenerationOptions.Greedy, GenerationConfigFile.Load(new RunFolder(_folder.Path)));

    [Fact]
    public void Missing_and_null_values_have_their_defaults_and_other_values_are_ignored() =>
        Assert.Equal(
            new GenerationOptions { DoSample = true, TopK = 50 },
            Load("""{"do_sample": true, "top_k": 50, "top_p": null, "temperature": 1, "eos_token_id": 2, "max_length": 20, "transformers_version": "4.46.0"}"""));

    [Theory]
    [InlineData("""{"do_sample": "yes"}""", "'do_sample' must be true or false (got \"yes\")")]
    [InlineData("""{"temperature": 0}""", "temperature must be greater than 0 (got 0)")]
    [InlineData("""{"temperature": [1]}""", "'temperature' must be a number (got [1])")]
    [InlineData("""{"temperature": 1e999}""", "temperature")]
    [InlineData("""{"top_k": 1.5}""", "'top_k' must be a whole number (got 1.5)")]
    [InlineData("""{"top_p": 2}""", "top-p must be greater than 0 and at most 1 (got 2)")]
    [InlineData("[]", "expected a JSON object")]
    [InlineData("{", "malformed or unexpected JSON")]
    public void A_bad_file_is_refused_with_one_line_that_names_it(string text, string expected)
    {
        string message = Assert.Throws<InputException>(() => Load(text)).Message;
        Assert.StartsWith(Path.Combine(_folder.Path, "generation_config.json") + ": ", message);
        Assert.Contains(expected, message);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void The_families_of_Hugging_Face_are_decoded_greedily() =>
        Assert.All(((string[])["gpt2", "llama", "mistral", "qwen2", "qwen3"]).Select(ModelFamily.Find), family => Assert.Null(family.GenerationConfig));

    private GenerationOptions Load(string text)
    {
        _folder.Write("generation_config.json", text);
        return GenerationConfigFile.Load(new RunFolder(_folder.Path));
    }
}
