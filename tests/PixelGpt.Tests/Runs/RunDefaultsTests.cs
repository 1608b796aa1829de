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
    public void They_are_what_the_record_says(string source, string? colormap, string? size, string? splits)
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
    public void A_record_from_before_there_was_a_share_to_keep_has_the_general_one()
    {
        _folder.Write("training.json", """{"recipe": {}, "data": {"source": "creatures"}}""");
        Assert.Equal(SequenceViews.DefaultPromptFraction, Load().PromptFraction);
    }

    [Fact]
    public void A_folder_with_a_model_and_no_run_names_no_data() =>
        Assert.Equal(new RunDefaults(SequenceViews.DefaultPromptFraction, null), Load());

    [Fact]
    public void A_run_without_its_record_is_told_so()
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
    [InlineData("""{"data": {"source": "creatures"}, "recipe": {"keep": "half"}}""")]
    public void A_damaged_record_is_named_and_its_fault(string text, string fault = "")
    {
        string path = _folder.Write("training.json", text);
        InputException e = Assert.Throws<InputException>(Load);
        Assert.StartsWith(path, e.Message);
        Assert.Contains(fault, e.Message);
    }

    private RunDefaults Load() => RunDefaults.Load(new RunFolder(_folder.Path));
}
