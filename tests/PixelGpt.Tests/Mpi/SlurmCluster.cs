using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Mpi;

/// <summary>A Slurm cluster of one node, this machine, with its daemons in a temporary folder. Needs root.</summary>
internal sealed class SlurmCluster : IDisposable
{
    private static readonly string[] Daemons = ["slurmd", "slurmctld", "munged"];
    private readonly TemporaryFolder _folder = new();

    /// <summary>Starts the daemons.</summary>
    public SlurmCluster()
    {
        File.WriteAllBytes(_folder["munge.key"], RandomNumberGenerator.GetBytes(1024));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_folder["munge.key"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        string host = Environment.MachineName;
        _folder.Write("slurm.conf", $"""
            ClusterName=test
            SlurmctldHost={host}(127.0.0.1)
            SlurmUser=root
            SlurmdUser=root
            AuthType=auth/munge
            AuthInfo=socket={_folder["munge.socket"]}
            StateSaveLocation={_folder["state"]}
            SlurmdSpoolDir={_folder["spool"]}
            SlurmctldPidFile={_folder["slurmctld.pid"]}
            SlurmdPidFile={_folder["slurmd.pid"]}
            SlurmctldLogFile={_folder["slurmctld.log"]}
            SlurmdLogFile={_folder["slurmd.log"]}
            SlurmctldPort={FreePort()}
            SlurmdPort={FreePort()}
            ProctrackType=proctrack/linuxproc
            TaskPlugin=task/none
            SelectType=select/cons_tres
            ReturnToService=2
            SchedulerParameters=batch_sched_delay=0,sched_interval=1
            NodeName={host} NodeAddr=127.0.0.1 CPUs={Environment.ProcessorCount} State=UNKNOWN
            PartitionName=main Nodes={host} Default=YES State=UP OverSubscribe=FORCE:8
            """);
        Directory.CreateDirectory(_folder["state"]);
        Directory.CreateDirectory(_folder["spool"]);
        Run("munged", "--force", "--key-file", _folder["munge.key"], "--socket", _folder["munge.socket"], "--pid-file", _folder["munged.pid"], "--log-file", _folder["munged.log"], "--seed-file", _folder["munged.seed"]);
        Run("slurmctld");
        Run("slurmd");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Why the tests are skipped; null if they run.</summary>
    public static string? SkipReason =>
        Environment.UserName != "root" ? "Slurm's daemons need root: run the tests as root" : ExternalProgram.SkipReason("slurmctld", "slurm-wlm") ?? ExternalProgram.SkipReason("munged", "munge");

    /// <summary>Runs a command of Slurm.</summary>
    /// <returns>The exit code, and standard output with standard error.</returns>
    public (int Code, string Text) Run(string program, params string[] arguments)
    {
        using Process process = ProgramProcess.Start(ExternalProgram.Require(program), arguments, start =>
        {
            start.RedirectStandardError = true;
            start.Environment["SLURM_CONF"] = _folder["slurm.conf"];
        });
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }

    /// <summary>Returns the logs of the daemons.</summary>
    public string Logs() => string.Concat(Daemons.Select(d => _folder[$"{d}.log"]).Where(File.Exists).Select(File.ReadAllText));

    public void Dispose()
    {
        foreach (string daemon in Daemons)
        {
            if (!File.Exists(_folder[$"{daemon}.pid"])) continue;
            using var process = Process.GetProcessById(int.Parse(File.ReadAllText(_folder[$"{daemon}.pid"]), CultureInfo.InvariantCulture));
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        _folder.Dispose();
    }
}
