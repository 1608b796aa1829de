using System.Diagnostics;
using PixelGpt.Runs;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Tests.Runs;

namespace PixelGpt.Tests.Cli;

/// <summary>Tests that run the program as a separate process: signals, shells and terminals.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly CliFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [UnixTheory]
    [InlineData("-INT")]
    [InlineData("-TERM")]
    [InlineData("-HUP")]
    public async Task A_signal_interrupts_training_and_the_resumed_run_is_bit_identical(string signal)
    {
        // If the tests run in the background of a shell or under nohup, SIGINT or SIGHUP is ignored by all processes that they start.
        if (Ignores(signal)) return;
        using Process training = ProgramProcess.Start("dotnet", [ProgramProcess.Assembly, .. _fixture.TrainArguments("run", "--epochs", "100000", "--quiet")]);
        string metrics = Path.Combine(_fixture["run"], "metrics.jsonl");
        using (var watcher = new CancellationTokenSource(HangGuard.Limit))
        {
            // Send the signal after the first epoch, which the metrics file shows.
            while (!File.Exists(metrics) && !training.HasExited) await Task.Delay(10, watcher.Token);
        }

        using (Process kill = ProgramProcess.Start("kill", [signal, $"{training.Id}"])) await ProgramProcess.EndAsync(kill);
        string output = await ProgramProcess.EndAsync(training);
        Assert.Equal(130, training.ExitCode);
        Assert.Contains($"pixelgpt train --resume --out {_fixture["run"]}", output);

        int epochs = MetricsLog.Load(metrics).Epochs.Count + 2;
        CliResult resumed = await CliFixture.RunAsync("train", "--resume", "--out", _fixture["run"], "--epochs", $"{epochs}");
        Assert.True(resumed.Code == 0, resumed.Error);
        RunFixture.AssertSame(new RunFolder(await _fixture.TrainAsync("whole", "--epochs", $"{epochs}")), new RunFolder(_fixture["run"]));
    }

    [Fact]
    public async Task Version_prints_the_version()
    {
        using Process version = ProgramProcess.Start("dotnet", [ProgramProcess.Assembly, "--version"]);
        Assert.Matches(@"^\d+\.\d+\.\d+", await ProgramProcess.EndAsync(version));
    }

    [Fact]
    public async Task Redirected_output_has_no_escape_sequences_on_build_servers()
    {
        using Process info = ProgramProcess.Start("dotnet", [ProgramProcess.Assembly, "evaluate", await _fixture.TrainAsync("run", "--epochs", "1")], start =>
        {
            start.Environment["GITHUB_ACTIONS"] = "true";
            start.Environment["TERM"] = "xterm-256color";
        });
        Assert.DoesNotContain('\e', await ProgramProcess.EndAsync(info));
        Assert.Equal(0, info.ExitCode);
    }

    [Fact]
    public async Task A_folder_named_creatures_does_not_hide_the_built_in_data_set()
    {
        Directory.CreateDirectory(_fixture["creatures"]);
        using Process info = ProgramProcess.Start("dotnet", [ProgramProcess.Assembly, "data", "info", "creatures", "--json"], start => start.WorkingDirectory = _fixture.Path);
        string output = await ProgramProcess.EndAsync(info);
        Assert.Equal(0, info.ExitCode);
        Assert.Contains("\"name\": \"creatures\"", output);
    }

    [UnixTheory]
    [InlineData("pixelgpt train --ep", "--epochs")]
    [InlineData("pixelgpt comp", "compare complete completion")]
    [InlineData("pixelgpt completion f", "fish")]
    public async Task Bash_completes_commands_and_options(string line, string expected)
    {
        string script = _fixture.Write("completion.sh", (await CliFixture.RunAsync("completion", "bash")).Out + $$"""

            pixelgpt() { dotnet '{{ProgramProcess.Assembly}}' "$@"; }
            COMP_LINE='{{line}}'; COMP_POINT=${#COMP_LINE}
            read -ra COMP_WORDS <<< "$COMP_LINE"; [[ $COMP_LINE == *' ' ]] && COMP_WORDS+=('')
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _pixelgpt
            echo "${COMPREPLY[@]}"
            """);
        using Process bash = ProgramProcess.Start("bash", [script]);
        Assert.Equal(expected, (await ProgramProcess.EndAsync(bash)).Trim());
    }

    /// <summary>In a terminal, the output has a progress bar, colours and sprites.</summary>
    [TerminalFact]
    public async Task In_a_terminal_the_demo_shows_progress_and_sprites()
    {
        string[] arguments = ["dotnet", ProgramProcess.Assembly, "demo", .. _fixture.Source, "--epochs", "2", "--out", _fixture["run"]];
        string command = string.Join(' ', arguments.Select(a => $"'{a}'"));
        using Process terminal = ProgramProcess.Start("script", ["-qec", $"stty cols 120 rows 50; {command}", "/dev/null"], start =>
        {
            start.Environment["TERM"] = "xterm-256color";
            start.Environment["COLORTERM"] = "truecolor";
            start.RedirectStandardInput = true;
        });
        string output = await ProgramProcess.EndAsync(terminal);
        Assert.True(terminal.ExitCode == 0, output);
        Assert.Matches(@"epoch \d/2  loss \d\.\d{4}  \d+k? pixels/s  \d+:\d\d left", output);
        Assert.Contains("\e[38;2;", output);
        Assert.Contains("side_by_side.png", output);
    }

    private static bool Ignores(string signal)
    {
        const string Status = "/proc/self/status", Key = "SigIgn:";
        if (!File.Exists(Status)) return false;
        int number = signal switch { "-HUP" => 1, "-INT" => 2, _ => 15 };
        ulong ignored = Convert.ToUInt64(File.ReadLines(Status).First(line => line.StartsWith(Key, StringComparison.Ordinal))[Key.Length..].Trim(), 16);
        return ((ignored >> (number - 1)) & 1) != 0;
    }

    /// <summary>A fact that requires <c>script</c> of util-linux, which runs a program in a terminal.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class TerminalFactAttribute : FactAttribute
    {
        public TerminalFactAttribute()
        {
            if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/script")) Skip = "needs /usr/bin/script, which runs a program in a terminal";
        }
    }

    /// <summary>A theory that requires Unix signals and bash.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class UnixTheoryAttribute : TheoryAttribute
    {
        public UnixTheoryAttribute()
        {
            if (OperatingSystem.IsWindows()) Skip = "needs Unix signals and bash";
        }
    }
}
