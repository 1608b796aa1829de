using System.Diagnostics;
using PixelGpt.Runs;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Tests.Runs;

namespace PixelGpt.Tests.Cli;

/// <summary>The program as a process of its own: signals, shells, terminals' environment.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly CliFixture _bench = new();

    public void Dispose() => _bench.Dispose();

    [UnixTheory]
    [InlineData("-INT")]
    [InlineData("-TERM")]
    public async Task A_signal_stops_training_and_the_run_goes_on_to_the_same_bits(string signal)
    {
        using Process training = ProgramProcess.Start("dotnet", [ProgramProcess.Assembly, .. _bench.TrainArguments("run", "--epochs", "100000", "--quiet")]);
        string metrics = Path.Combine(_bench["run"], "metrics.jsonl");
        using (var watcher = new CancellationTokenSource(HangGuard.Limit))
        {
            // Signalled when it has trained for a while: its own files tell, so that no time is guessed.
            while (!File.Exists(metrics) && !training.HasExited) await Task.Delay(10, watcher.Token);
        }

        using (Process kill = ProgramProcess.Start("kill", [signal, $"{training.Id}"])) await ProgramProcess.EndAsync(kill);
        string output = await ProgramProcess.EndAsync(training);
        Assert.Equal(130, training.ExitCode);
        Assert.Contains($"pixelgpt train --resume --out {_bench["run"]}", output);

        int epochs = MetricsLog.Load(metrics).Epochs.Count + 2;
        CliResult resumed = await CliFixture.RunAsync("train", "--resume", "--out", _bench["run"], "--epochs", $"{epochs}");
        Assert.True(resumed.Code == 0, resumed.Error);
        RunFixture.AssertSame(new RunFolder(await _bench.TrainAsync("whole", "--epochs", $"{epochs}")), new RunFolder(_bench["run"]));
    }

    [Fact]
    public async Task Its_version_is_the_programs()
    {
        using Process version = ProgramProcess.Start("dotnet", [ProgramProcess.Assembly, "--version"]);
        Assert.Matches(@"^\d+\.\d+\.\d+", await ProgramProcess.EndAsync(version));
    }

    [Fact]
    public async Task Output_to_a_file_is_plain_on_build_servers_too()
    {
        using Process info = ProgramProcess.Start("dotnet", [ProgramProcess.Assembly, "evaluate", await _bench.TrainAsync("run", "--epochs", "1")], start =>
        {
            start.Environment["GITHUB_ACTIONS"] = "true";
            start.Environment["TERM"] = "xterm-256color";
        });
        Assert.DoesNotContain('\e', await ProgramProcess.EndAsync(info));
        Assert.Equal(0, info.ExitCode);
    }

    [Fact]
    public async Task Built_in_data_are_not_hidden_by_a_folder_of_their_name()
    {
        Directory.CreateDirectory(_bench["creatures"]);
        using Process info = ProgramProcess.Start("dotnet", [ProgramProcess.Assembly, "data", "info", "creatures", "--json"], start => start.WorkingDirectory = _bench.Path);
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
        string script = _bench.Write("completion.sh", (await CliFixture.RunAsync("completion", "bash")).Out + $$"""

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

    /// <summary>What a person sees: a bar that is drawn over, colours, and the sprites themselves.</summary>
    [TerminalFact]
    public async Task In_a_terminal_training_is_drawn_live()
    {
        string[] arguments = ["dotnet", ProgramProcess.Assembly, "demo", .. _bench.Source, "--epochs", "2", "--out", _bench["run"]];
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

    /// <summary>A fact that needs util-linux's script, which gives a program a terminal.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class TerminalFactAttribute : FactAttribute
    {
        public TerminalFactAttribute()
        {
            if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/script")) Skip = "needs /usr/bin/script, which gives a program a terminal";
        }
    }

    /// <summary>A theory that needs signals and bash.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class UnixTheoryAttribute : TheoryAttribute
    {
        public UnixTheoryAttribute()
        {
            if (OperatingSystem.IsWindows()) Skip = "needs Unix signals and bash";
        }
    }
}
