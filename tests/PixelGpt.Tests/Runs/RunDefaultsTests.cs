using PixelGpt.Data;
using PixelGpt.Runs;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Runs;

public sealed class RunDefaultsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("creatures", null, null, null)]
    [InlineData("hub:a/b", "hub:a/c", "20x20", "0.8,0.1,0.1")]
    public void They_come_from_the_record(string source, string? colormap, string? size, string? splits)
    {
        var record = new TrainingRecord
        {
            Recipe = RunFixture.Recipe with { PromptFraction = 0.25 },
            Data = DataReference.Create(source, colormap, size, splits),
            Dataset = DataDescription.Of(TinyModels.Dataset()),
            Seed = 1,
            Threads = 1,
            Parameters = 1,
            Versions = RunVersions.Current,
        };
        record.Save(_folder["training.json"]);
        Assert.Equal(new RunDefaults(0.25, record.Data), Load());
    }

    [Fact]
    public void A_record_without_a_prompt_fraction_has_the_default()
    {
        _folder.Write("training.json", """{"recipe": {}, "data": {"source": "creatures"}}""");
        Assert.Equal(SequenceViews.DefaultPromptFraction, Load().PromptFraction);
    }

    [Fact]
    public void A_folder_with_a_model_but_no_run_names_no_data_set() =>
        Assert.Equal(new RunDefaults(SequenceViews.DefaultPromptFraction, null), Load());

    [Fact]
    public void A_run_without_a_record_is_refused()
    {
        _folder.Write("checkpoint.safetensors", "");
        Assert.Contains("no such file", Assert.Throws<InputException>(Load).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}", "'data' is missing")]
    [InlineData("""{"data": {"source": "creatures"}}""", "'recipe' is missing")]
    [InlineData("""{"data": {}, "recipe": {}}""", "'source' is missing")]
    [InlineData("""{"data": {"source": 5}, "recipe": {}}""")]
    [InlineData("""{"data": {"source": "creatures"}, "recipe": {"prompt_fraction": "half"}}""")]
    public void A_damaged_record_is_refused_with_its_path_and_the_reason(string text, string fault = "")
    {
        string path = _folder.Write("training.json", text);
        InputException e = Assert.Throws<InputException>(Load);
        Assert.StartsWith(path, e.Message);
        Assert.Contains(fault, e.Message);
    }

    private RunDefaults Load() => RunDefaults.Load(new RunFolder(_folder.Path));
}
