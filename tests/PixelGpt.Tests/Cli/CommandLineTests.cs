namespace PixelGpt.Tests.Cli;

public sealed class CommandLineTests
{
    [Fact]
    public async Task The_version_is_told()
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
    public async Task Help_calls_the_program_by_its_name_and_shows_examples(params string[] command)
    {
        CliResult result = await CliFixture.RunAsync([.. command, "--help"]);
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Contains(string.Join(' ', command.Prepend("  pixelgpt")), result.Out);
        Assert.Contains("Examples:", result.Out);
        Assert.Contains("--json", result.Out);
    }

    [Theory]
    [InlineData("train", "trian", "--epochs", "3")]
    [InlineData("--epochs", "train", "--epocs", "3")]
    [InlineData("--temperature", "complete", "run", "--temprature", "1")]
    public async Task What_is_misspelt_is_refused_with_what_was_meant(string meant, params string[] arguments)
    {
        CliResult result = await CliFixture.RunAsync(arguments);
        Assert.Equal((2, ""), (result.Code, result.Out));
        Assert.StartsWith("error: ", result.Error);
        Assert.Contains(meant, result.Error);
        Assert.Contains("--help'", result.Error);
        Assert.DoesNotContain("Required command", result.Error);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("'abc' for --epochs", "a whole number", "train", "--epochs", "abc")]
    [InlineData("'1.5' for --threads", "a whole number", "train", "--threads", "1.5")]
    [InlineData("'-1' for --seed", "a whole number of at least 0", "train", "--seed", "-1")]
    [InlineData("'fast' for --lr", "a number", "train", "--lr", "fast")]
    [InlineData("'1,5' for --lr", "a number", "train", "--lr", "1,5")]
    [InlineData("'linear'", "cosine", "train", "--schedule", "linear")]
    [InlineData("'best'", "dev-loss", "train", "--keep-best", "best")]
    [InlineData("'best'", "dev-loss", "train", "--best-metric", "best")]
    [InlineData("'tcsh'", "fish", "completion", "tcsh")]
    public async Task A_value_that_is_none_is_refused_in_plain_words(string what, string wanted, params string[] arguments)
    {
        string error = await CliFixture.RefusedAsync(arguments);
        Assert.Contains(what, error);
        Assert.Contains(wanted, error);
        Assert.DoesNotContain("System.", error);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("evaluate", "no-such-run")]
    [InlineData("train", "--epocs", "3")]
    [InlineData("train", "--epochs", "abc")]
    public async Task With_json_an_error_is_an_object(params string[] arguments)
    {
        CliResult result = await CliFixture.RunAsync([.. arguments, "--json"]);
        Assert.Equal(2, result.Code);
        Assert.Equal(["error", "exit_code"], result.Json.Select(p => p.Key));
        Assert.Equal(2, (int)result.Json["exit_code"]!);
        Assert.StartsWith("error: " + (string)result.Json["error"]!, result.Error);
    }

    [Fact]
    public async Task An_option_that_is_itself_the_mistake_is_refused_like_any()
    {
        CliResult result = await CliFixture.RunAsync("data", "info", "creatures", "--json=true", "--json=true");
        Assert.Equal((2, ""), (result.Code, result.Out));
        Assert.Contains("--json", result.Error);
    }

    [Fact]
    public async Task Where_an_error_came_from_is_told_when_asked()
    {
        CliResult plain = await CliFixture.RunAsync("evaluate", "no-such-run"), verbose = await CliFixture.RunAsync("evaluate", "no-such-run", "--verbose");
        Assert.DoesNotContain("   at ", plain.Error);
        Assert.Contains("   at PixelGpt.", verbose.Error);
        Assert.Equal(plain.Code, verbose.Code);
    }

    [Fact]
    public async Task What_goes_to_no_terminal_has_no_colours_and_no_moves()
    {
        using var bench = new CliFixture();
        CliResult result = await CliFixture.RunAsync(["demo", .. bench.Source, "--epochs", "1", "--out", bench["demo"]]);
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
    public async Task Shells_are_told_what_may_follow(string line, string suggestion)
    {
        CliResult result = await CliFixture.RunAsync($"[suggest:{line.Length}]", line);
        Assert.Contains(suggestion, result.Out.ReplaceLineEndings("\n").Split('\n'));
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _pixelgpt pixelgpt")]
    [InlineData("zsh", "compdef _pixelgpt pixelgpt")]
    [InlineData("fish", "complete -c pixelgpt")]
    [InlineData("pwsh", "Register-ArgumentCompleter")]
    public async Task Each_shell_gets_its_script(string shell, string words)
    {
        CliResult result = await CliFixture.RunAsync("completion", shell);
        Assert.Equal(0, result.Code);
        Assert.Contains(words, result.Out);
        Assert.Equal(result.Out.TrimEnd(), (string)(await CliFixture.RunAsync("completion", shell, "--json")).Json["script"]!);
    }
}
