using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Documentation;

/// <summary>Runs the commands of the documentation, page by page, as a user would who copies them to a shell.</summary>
public sealed partial class DocumentedCommandTests(DocumentedFiles files, ITestOutputHelper output) : IClassFixture<DocumentedFiles>, IDisposable
{
    /// <summary>Defines the commands that a script uses. The failing command is printed, because a page has many.</summary>
    private const string Prelude = """
        set -euo pipefail
        trap 'echo "failed: $BASH_COMMAND"' ERR
        run_studio() {
            rm -f "$HOME/studio.log"
            touch "$HOME/studio.log"
            "$@" > "$HOME/studio.log" 2>&1 &
            local pid=$!
            until grep -q 'The studio runs at' "$HOME/studio.log"; do
                kill -0 $pid 2> /dev/null || { cat "$HOME/studio.log"; return 1; }
                sleep 0.05
            done
            kill -TERM $pid
            wait $pid
        }

        """;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Pages => [.. CommandBlock.Pages];

    private string Work => _folder["work"];

    private string Home => _folder["home"];

    public void Dispose() => _folder.Dispose();

    [ProgramTheory("bash", "bash")]
    [MemberData(nameof(Pages))]
    public async Task The_commands_of_a_page_run_as_they_are_written(string page)
    {
        Prepare();
        var problems = new List<string>();
        foreach (CommandBlock block in CommandBlock.Of(page))
        {
            if (await RunAsync(block) is { } problem) problems.Add($"{block.Where}: {problem}");
        }

        Assert.True(problems.Count == 0, string.Join("\n\n", problems));
    }

    /// <summary>Runs a block and lists its commands in the output of the test.</summary>
    /// <returns>What is wrong; null if nothing is.</returns>
    private async Task<string?> RunAsync(CommandBlock block)
    {
        string? notRun = block.NotRun ?? (block.IsCurl ? $"run by {nameof(CurlExampleTests)}" : null)
            ?? (SharedData.Root is null && block.Commands.Any(c => c.Contains("../shared", StringComparison.Ordinal)) ? "needs ../shared, which does not exist" : null);
        if (notRun is not null)
        {
            output.WriteLine($"{block.Where}: not run, {notRun}");
            return null;
        }

        var script = new StringBuilder(Prelude);
        var listed = new StringBuilder();
        try
        {
            foreach (string command in block.Commands)
            {
                (string? line, string? reason) = DocumentedCommand.Prepare(command, block.Items);
                listed.AppendLine(line is null ? $"    not run, {reason}: {command}" : $"    run: {line}");
                if (line is null) continue;
                foreach (string needed in Needed(line)) script.AppendLine(needed);
                script.AppendLine(line);
            }
        }
        catch (InvalidOperationException e)
        {
            return e.Message;
        }

        long start = Stopwatch.GetTimestamp();
        (int code, string text) = await RunAsync(script.ToString());
        output.WriteLine($"{block.Where}: {(code == 0 ? "run" : "FAILED")} in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s\n{listed.ToString().TrimEnd()}");
        return code == 0 ? null : $"a command failed with exit code {code}; correct the page, or mark the block.\n{listed}{text}\n{CommandBlock.HowToMark}";
    }

    /// <summary>Returns the commands that create the prepared runs and data sets that a line names, unless they exist.</summary>
    private IEnumerable<string> Needed(string line)
    {
        foreach (Match name in Folder().Matches(line))
        {
            if (name.Groups[1].Value == "data")
            {
                yield return $"[ -e {name.Value} ] || {{ mkdir -p data; cp -r '{files.Data}' {name.Value}; }}";
                continue;
            }

            // The prepared run is one of the page's data set, so that it can be compared and combined with other runs of the page.
            yield return $"""
                [ -e {name.Value} ] || {"{"}
                    mkdir -p runs data
                    [ -e data/mine ] || cp -r '{files.Data}' data/mine
                    cp -r '{files.Run}' {name.Value}
                    sed -i "s#{files.Data}#$PWD/data/mine#" {name.Value}/training.json
                {"}"}
                """;
        }
    }

    private async Task<(int Code, string Output)> RunAsync(string script)
    {
        string path = _folder.Write("script.sh", script);
        using Process process = ProgramProcess.Start("bash", ["-c", $"bash '{path}' 2>&1"], start =>
        {
            start.WorkingDirectory = Work;
            start.Environment["PATH"] = $"{_folder["bin"]}:{Environment.GetEnvironmentVariable("PATH")}";
            start.Environment["HOME"] = Home;
            foreach (string variable in (string[])["XDG_CACHE_HOME", "PIXELGPT_CACHE", "HF_HOME"]) start.Environment[variable] = Path.Combine(Home, ".cache");
        });
        string text = await ProgramProcess.EndAsync(process);
        return (process.ExitCode, text);
    }

    private void Prepare()
    {
        CopyTree(files.Work, Work);
        foreach (string name in (string[])["my-pictures", "my-sprites"]) CopyTree(files.Pictures, _folder[name]);
        if (SharedData.Root is { } shared) Directory.CreateSymbolicLink(_folder["shared"], shared);
        Directory.CreateDirectory(Path.Combine(Home, "sprites"));
        string program = Path.Combine(Directory.CreateDirectory(_folder["bin"]).FullName, "pixelgpt");
        File.WriteAllText(program, $"#!/bin/sh\nexec dotnet '{ProgramProcess.Assembly}' \"$@\"\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static void CopyTree(string from, string to)
    {
        TemporaryFolder.Copy(from, to);
        foreach (string folder in Directory.GetDirectories(from)) CopyTree(folder, Path.Combine(to, Path.GetFileName(folder)));
    }

    /// <summary>Matches a run or data set that a command reads; one after <c>--out</c> is written.</summary>
    [GeneratedRegex(@"(?<!--out )(?<=\s)(runs|data)/[\w.-]+(?=\s|$)")]
    private static partial Regex Folder();
}
