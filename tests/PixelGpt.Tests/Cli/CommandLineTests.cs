
namespace PixelGpt.Tests.Cli;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Version_prints_the_version()
    {
        CliResult result = await CliFixture.RunAsync("--version");
        Assert.Equal(0, result.Code);
        Assert.NotEmpty(result.Out.Trim());
    }

    [Theory]
    [InlineData]
    [InlineData("demo")]
    [InlineData("train")]
    [InlineData("complete")]
    [InlineData("evaluate")]
    [InlineData("fid")]
    [InlineData("data", "info")]
    [InlineData("data", "preview")]
    [InlineData("completion")]
    public async Task Help_shows_the_program_name_and_examples(params string[] command)
    {
        CliResult result = await CliFixture.RunAsync([.. command, "--help"]);
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Contains(string.Join(' ', command.Prepend("  pixelgpt")), result.Out);
        Assert.Contains("Examples:", result.Out);
        Assert.Contains("--json", result.Out);
    }

    [Theory]
    [InlineData("unknown command 'trian' (did you mean 'train'?); see 'pixelgpt --help'", "trian", "--epochs", "3")]
    [InlineData("unknown command 'xyz'; see 'pixelgpt --help'", "xyz")]
    [InlineData("unknown command 'inof' (did you mean 'info'?); see 'pixelgpt data --help'", "data", "inof", "creatures")]
    [InlineData("unknown option '--epocs' (did you mean '--epochs'?); see 'pixelgpt train --help'", "train", "--epocs", "3")]
    [InlineData("unknown option '--jsno' (did you mean '--json'?); see 'pixelgpt evaluate --help'", "evaluate", "run", "--jsno")]
    [InlineData("unknown option '--temprature' (did you mean '--temperature'?); see 'pixelgpt complete --help'", "complete", "run", "--temprature", "1")]
    [InlineData("unknown option '--temp' (did you mean '--temperature'?); see 'pixelgpt complete --help'", "complete", "run", "--temp", "1")]
    [InlineData("unknown option '--nothing-like-it'; see 'pixelgpt evaluate --help'", "evaluate", "--nothing-like-it", "run")]
    [InlineData("unknown option '--epocs' (did you mean '--epochs'?); see 'pixelgpt train --help'", "train", "--epocs", "3", "--lr", "fast")]
    [InlineData("unexpected argument 'run'; see 'pixelgpt train --help'", "train", "run")]
    [InlineData("missing command after 'pixelgpt data'; use info, preview, import, export or palette; see 'pixelgpt data --help'", "data")]
    [InlineData("missing command after 'pixelgpt judge'; use train or score; see 'pixelgpt judge --help'", "judge", "--json")]
    [InlineData("missing argument RUN; see 'pixelgpt evaluate --help'", "evaluate")]
    [InlineData("missing argument RUN; see 'pixelgpt compare --help'", "compare", "--sort", "name")]
    [InlineData("missing required option --out; see 'pixelgpt data import --help'", "data", "import", "a.png")]
    [InlineData("missing value for --epochs; see 'pixelgpt train --help'", "train", "--epochs")]
    [InlineData("missing value for --out (got '--epochs'); see 'pixelgpt train --help'", "train", "--out", "--epochs", "3")]
    [InlineData("missing value for --out (got '--epocs'); see 'pixelgpt train --help'", "train", "--out", "--epocs", "3")]
    [InlineData("missing value for --lr; see 'pixelgpt train --help'", "train", "--lr")]
    [InlineData("missing value for --out; see 'pixelgpt data import --help'", "data", "import", "a.png", "--out")]
    [InlineData("--epochs is given 2 times; give it once; see 'pixelgpt train --help'", "train", "--epochs", "3", "--epochs", "4")]
    [InlineData("--json is given 2 times; give it once; see 'pixelgpt data info --help'", "data", "info", "creatures", "--json=true", "--json=true")]
    [InlineData("--epochs must be a whole number (got 'abc'); see 'pixelgpt train --help'", "train", "--epochs", "abc")]
    [InlineData("--epochs must be a whole number from -2147483648 to 2147483647 (got '3000000000'); see 'pixelgpt train --help'", "train", "--epochs", "3000000000")]
    [InlineData("--threads must be a whole number (got '1.5'); see 'pixelgpt train --help'", "train", "--threads", "1.5")]
    [InlineData("--seed must be a whole number of at least 0 (got '-1'); see 'pixelgpt train --help'", "train", "--seed", "-1")]
    [InlineData("--lr must be a number (got 'fast'); see 'pixelgpt train --help'", "train", "--lr", "fast")]
    [InlineData("--lr must be a number (got '1,5'); see 'pixelgpt train --help'", "train", "--lr", "1,5")]
    [InlineData("--schedule must be constant or cosine (got 'linear'); see 'pixelgpt train --help'", "train", "--schedule", "linear")]
    [InlineData("--best-metric must be loss or dev-loss (got 'best'); see 'pixelgpt train --help'", "train", "--keep-best", "best")]
    [InlineData("SHELL must be bash, zsh, fish or pwsh (got 'tcsh'); see 'pixelgpt completion --help'", "completion", "tcsh")]
    [InlineData("--epochs must be a whole number (got 'abc'); --lr must be a number (got 'fast'); see 'pixelgpt train --help'", "train", "--epochs", "abc", "--lr", "fast")]
    public async Task Wrong_arguments_are_reported_in_one_line(string message, params string[] arguments)
    {
        CliResult result = await CliFixture.RunAsync(arguments);
        Assert.Equal((2, $"error: {message}{Environment.NewLine}"), (result.Code, result.Error));
    }

    [Fact]
    public async Task After_two_hyphens_an_argument_may_begin_with_a_hyphen() =>
        Assert.Contains("--odd", await CliFixture.RefusedAsync("evaluate", "--", "--odd"));

    [Theory]
    [InlineData(0, "train", "TRAIN")]
    [InlineData(1, "trian", "train")]
    [InlineData(1, "--epocs", "--epochs")]
    [InlineData(3, "", "abc")]
    [InlineData(3, "kitten", "sitting")]
    public void The_edit_distance_counts_typing_errors(int distance, string from, string to) => Assert.Equal(distance, EditDistance.Of(from, to));

    [Theory]
    [InlineData("evaluate", "no-such-run")]
    [InlineData("train", "--epocs", "3")]
    [InlineData("train", "--epochs", "abc")]
    public async Task With_json_an_error_is_a_JSON_object(params string[] arguments)
    {
        CliResult result = await CliFixture.RunAsync([.. arguments, "--json"]);
        Assert.Equal(2, result.Code);
        Assert.Equal(["error", "exit_code"], result.Json.Select(p => p.Key));
        Assert.Equal(2, (int)result.Json["exit_code"]!);
        Assert.StartsWith("error: " + (string)result.Json["error"]!, result.Error);
    }

    [Fact]
    public async Task Verbose_prints_the_stack_trace()
    {
        CliResult plain = await CliFixture.RunAsync("evaluate", "no-such-run"), verbose = await CliFixture.RunAsync("evaluate", "no-such-run", "--verbose");
        Assert.DoesNotContain("   at ", plain.Error);
        Assert.Contains("   at PixelGpt.", verbose.Error);
        Assert.Equal(plain.Code, verbose.Code);
    }

    [Fact]
    public async Task Redirected_output_has_no_escape_sequences()
    {
        using var fixture = new CliFixture();
        CliResult result = await CliFixture.RunAsync(["demo", .. fixture.Source, "--epochs", "1", "--out", fixture["demo"]]);
        Assert.Equal(0, result.Code);
        Assert.DoesNotContain('\e', result.Out + result.Error);
    }

    [Theory]
    [InlineData("train --ep", "--epochs")]
    [InlineData("pixelgpt train --ep", "--epochs")]
    [InlineData("pixelgpt ev", "evaluate")]
    [InlineData("pixelgpt train --data c", "creatures")]
    [InlineData("pixelgpt train --schedule c", "cosine")]
    [InlineData("pixelgpt completion f", "fish")]
    public async Task The_suggest_directive_lists_completions(string line, string suggestion)
    {
        CliResult result = await CliFixture.RunAsync($"[suggest:{line.Length}]", line);
        Assert.Contains(suggestion, result.Out.ReplaceLineEndings("\n").Split('\n'));
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _pixelgpt pixelgpt")]
    [InlineData("zsh", "compdef _pixelgpt pixelgpt")]
    [InlineData("fish", "complete -c pixelgpt")]
    [InlineData("pwsh", "Register-ArgumentCompleter")]
    public async Task Completion_prints_the_script_of_each_shell(string shell, string message)
    {
        CliResult result = await CliFixture.RunAsync("completion", shell);
        Assert.Equal(0, result.Code);
        Assert.Contains(message, result.Out);
        Assert.Equal(result.Out.TrimEnd(), (string)(await CliFixture.RunAsync("completion", shell, "--json")).Json["script"]!);
    }
}
