using System.Diagnostics;
using System.Text.RegularExpressions;
using PixelGpt.Runs;
using PixelGpt.Tests.Cli;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Tests.Runs;

namespace PixelGpt.Tests.Survival;

/// <summary>Tests with a full disk and a read-only disk: a small tmpfs that is mounted for one process.</summary>
public sealed class DiskTests : IDisposable
{
    private readonly CliFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [MountFact]
    public async Task On_a_full_disk_a_run_fails_and_can_be_resumed_when_there_is_space()
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
        Assert.True(Regex.IsMatch(output, @"exit 0\nwarning: .*could not be written: .*[Ss]pace.*; training continues, and saving is retried.*\n(.*\n)*error: .*the last good checkpoint is at epoch 2, step 8; resume with: .*\nexit 1\nuntouched\n.*\nexit 0\n$"), output);
        RunFixture.AssertSame(new RunFolder(await _fixture.TrainAsync("whole", "--epochs", "4")), new RunFolder(_fixture["run"]));
    }

    [MountFact]
    public async Task In_a_read_only_folder_a_run_fails_immediately()
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
        RunFixture.AssertSame(new RunFolder(await _fixture.TrainAsync("whole", "--epochs", "4")), new RunFolder(_fixture["run"]));
    }

    private async Task<string> OnSmallDiskAsync(string commands)
    {
        string Arguments(string name) => string.Join(' ', _fixture.TrainArguments(name).Skip(1).Select(a => a == _fixture[name] ? $"disk/{name}" : $"'{a}'"));
        string script = _fixture.Write("disk.sh", $$"""
            cd '{{_fixture.Path}}'
            mkdir disk
            mount -t tmpfs -o size=600k tmpfs disk
            run() { eval "dotnet '{{ProgramProcess.Assembly}}' $* --quiet" 2>&1; echo "exit $?"; }
            ARGUMENTS="{{Arguments("run")}}"
            ARGUMENTS2="{{Arguments("other")}}"

            """ + commands + "\n");
        using Process shell = ProgramProcess.Start("unshare", ["-rm", "sh", script]);
        return await ProgramProcess.EndAsync(shell);
    }

    /// <summary>A fact that mounts a file system; skipped where this is not possible.</summary>
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
