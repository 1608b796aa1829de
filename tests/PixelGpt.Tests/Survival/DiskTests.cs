using System.Diagnostics;
using System.Text.RegularExpressions;
using PixelGpt.Runs;
using PixelGpt.Tests.Cli;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Tests.Runs;

namespace PixelGpt.Tests.Survival;

/// <summary>A real disk that is full, or may not be written: a small file system in memory, mounted for one process.</summary>
public sealed class DiskTests : IDisposable
{
    private readonly CliFixture _bench = new();

    public void Dispose() => _bench.Dispose();

    [MountFact]
    public async Task On_a_full_disk_a_run_ends_with_1_and_goes_on_when_there_is_room()
    {
        string output = await OnSmallDiskAsync("""
            run train $ARGUMENTS --epochs 2
            before=$(sha256sum < disk/run/checkpoint.safetensors)
            cat /dev/zero > disk/filler 2> /dev/null
            truncate -s -8k disk/filler
            run train --resume --out disk/run --epochs 4
            [ "$before" = "$(sha256sum < disk/run/checkpoint.safetensors)" ] && echo untouched
            rm disk/filler
            run train --resume --out disk/run --epochs 4
            cp -r disk/run run
            """);
        Assert.True(Regex.IsMatch(output, @"exit 0\nwarning: .*could not be written: .*[Ss]pace.*; training continues, and saving is retried.*\n(.*\n)*error: .*the last good checkpoint is of epoch 2, step 8: .*\nexit 1\nuntouched\n.*\nexit 0\n$"), output);
        RunFixture.AssertSame(new RunFolder(await _bench.TrainAsync("whole", "--epochs", "4")), new RunFolder(_bench["run"]));
    }

    [MountFact]
    public async Task In_a_folder_that_may_not_be_written_it_says_so_at_once()
    {
        string output = await OnSmallDiskAsync("""
            run train $ARGUMENTS --epochs 2
            mount -o remount,ro disk
            run train --resume --out disk/run --epochs 4
            run train $ARGUMENTS2 --epochs 4
            mount -o remount,rw disk
            run train --resume --out disk/run --epochs 4
            cp -r disk/run run
            """);
        Assert.True(Regex.IsMatch(output, @"exit 0\nerror: disk/run: could not be written: .*[Rr]ead-only.*\nexit 1\nerror: disk/other: could not be written: .*[Rr]ead-only.*\nexit 1\n.*\nexit 0\n$"), output);
        RunFixture.AssertSame(new RunFolder(await _bench.TrainAsync("whole", "--epochs", "4")), new RunFolder(_bench["run"]));
    }

    private async Task<string> OnSmallDiskAsync(string commands)
    {
        string Arguments(string name) => string.Join(' ', _bench.TrainArguments(name).Skip(1).Select(a => a == _bench[name] ? $"disk/{name}" : $"'{a}'"));
        string script = _bench.Write("disk.sh", $$"""
            cd '{{_bench.Path}}'
            mkdir disk
            mount -t tmpfs -o size=600k tmpfs disk
            run() { eval "dotnet '{{ProgramProcess.Assembly}}' $* --quiet" 2>&1; echo "exit $?"; }
            ARGUMENTS="{{Arguments("run")}}"
            ARGUMENTS2="{{Arguments("other")}}"

            """ + commands + "\n");
        using Process shell = ProgramProcess.Start("unshare", ["-rm", "sh", script]);
        return await ProgramProcess.EndAsync(shell);
    }

    /// <summary>A fact that needs to mount a file system of its own.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class MountFactAttribute : FactAttribute
    {
        private static readonly Lazy<bool> CanMount = new(Try);

        public MountFactAttribute()
        {
            if (!CanMount.Value) Skip = "needs to mount a small file system: unshare -rm with mount -t tmpfs";
        }

        private static bool Try()
        {
            if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/unshare")) return false;
            using Process shell = ProgramProcess.Start("unshare", ["-rm", "sh", "-c", "mount -t tmpfs -o size=64k tmpfs /mnt"], start => start.RedirectStandardError = true);
            shell.WaitForExit();
            return shell.ExitCode == 0;
        }
    }
}
