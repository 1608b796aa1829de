using System.CommandLine;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PixelGpt.Cli;
using PixelGpt.Cli.Hosting;
using PixelGpt.Runs;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Training;

namespace PixelGpt.Tests.Cli;

/// <summary>Tests that messages advise only options that exist.</summary>
public sealed partial class AdvisedOptionTests : IDisposable
{
    /// <summary>Options of other programs that messages name.</summary>
    private static readonly string[] OfOtherPrograms = ["--format", "--logdir", "--project", "--sheet-type"];

    private readonly CliFixture _fixture = new();

    public static TheoryData<string, string> BadValues => new()
    {
        { "--batch", "0" },
        { "--lr", "-1" },
        { "--muon-lr", "-1" },
        { "--weight-decay", "-1" },
        { "--adam-beta1", "1" },
        { "--adam-beta2", "1" },
        { "--adam-epsilon", "0" },
        { "--warmup", "-1" },
        { "--min-lr-ratio", "2" },
        { "--ema", "1" },
        { "--clip", "-1" },
        { "--max-shift", "99" },
        { "--mask-fraction", "2" },
        { "--patience", "-1" },
        { "--prompt-fraction", "1" },
        { "--epochs", "0" },
        { "--layers", "0" },
        { "--heads", "0" },
        { "--dim", "0" },
        { "--dropout", "1" },
    };

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [MemberData(nameof(BadValues))]
    public async Task A_wrong_value_is_reported_with_the_name_of_its_option(string option, string value) =>
        Assert.StartsWith($"error: {option} must be ", await CliFixture.RefusedAsync(["train", .. _fixture.Source, option, value, "--out", _fixture["run"]]));

    [Fact]
    public void Every_value_of_a_recipe_has_an_option()
    {
        string[] options = OptionsOf(CommandLine.CreateRoot(TextWriter.Null, TextWriter.Null, default).Subcommands.Single(c => c.Name == "train"));
        JsonObject recipe = JsonNode.Parse(RecipeFile.ToJson(new TrainingRecipe()))!.AsObject();
        Assert.All(recipe, value => Assert.Contains(SettingNames.OptionOf(value.Key), options));
    }

    [Fact]
    public void The_options_in_all_texts_of_the_program_exist()
    {
        string[] known = [.. Commands(CommandLine.CreateRoot(TextWriter.Null, TextWriter.Null, default)).SelectMany(OptionsOf), .. OfOtherPrograms];
        var advised = Directory.GetFiles(Path.Combine(Checkout.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(folder => folder is "bin" or "obj"))
            .SelectMany(path => Text().Matches(Comment().Replace(File.ReadAllText(path), "")), (path, text) => (path, text.Value))
            .SelectMany(found => Option().Matches(found.Value), (found, option) => (found.path, Option: option.Value))
            .Where(found => !known.Contains(found.Option)).Distinct().ToArray();
        Assert.True(advised.Length == 0, $"no command has these options; correct the text, or add those of other programs to {nameof(OfOtherPrograms)}:\n{string.Join('\n', advised)}");
    }

    private static IEnumerable<Command> Commands(Command command) => command.Subcommands.SelectMany(Commands).Prepend(command);

    private static string[] OptionsOf(Command command) => [.. command.Options.SelectMany(o => o.Aliases.Prepend(o.Name))];

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex("\"(?:[^\"\\\\\n]|\\\\.)*\"")]
    private static partial Regex Text();

    [GeneratedRegex(@"(?<![\w-])--[a-z][a-z0-9]*(-[a-z0-9]+)*(?![\w-])")]
    private static partial Regex Option();
}
