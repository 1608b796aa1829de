using System.Diagnostics;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Mpi;

/// <summary>
/// Two hosts on this machine with a network between them: each is a network namespace with its own address and host name. Launchers start processes on
/// them with a script instead of ssh. Needs root.
/// </summary>
internal sealed class HostNetwork : IDisposable
{
    private const string Retries = "echo 3 > /proc/sys/net/ipv4/tcp_retries2";

    private readonly string _prefix = $"px{Environment.ProcessId % 10000}";
    private readonly TemporaryFolder _folder = new();

    /// <summary>Creates the hosts.</summary>
    public HostNetwork()
    {
        Agent = _folder.Write("agent", """
            #!/bin/sh
            # Runs a command on a host, as ssh does: agent [options] HOST COMMAND
            while [ "${1#-}" != "$1" ]; do shift; done
            host=$1
            shift
            exec ip netns exec "$host" unshare --uts sh -c "hostname $host; $*"
            """);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Agent, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string[] names = [Switch, .. Hosts];
        foreach (string name in names) Ip("netns", "add", name);
        InSwitch("link", "add", "bridge", "type", "bridge");
        InSwitch("addr", "add", "10.77.0.1/24", "dev", "bridge");
        InSwitch("link", "set", "bridge", "up");
        foreach (string name in names)
        {
            Ip("-n", name, "link", "set", "lo", "up");

            // Keepalive does not end a connection on which something was sent to the lost host; TCP then sends it again for 15 minutes, unless it gives up earlier.
            Ip("netns", "exec", name, "sh", "-c", Retries);
        }

        for (int i = 0; i < Hosts.Length; i++)
        {
            InSwitch("link", "add", $"link{i}", "type", "veth", "peer", "name", "eth0", "netns", Hosts[i]);
            InSwitch("link", "set", $"link{i}", "master", "bridge", "up");
            Ip("-n", Hosts[i], "addr", "add", $"10.77.0.{i + 11}/24", "dev", "eth0");
            Ip("-n", Hosts[i], "link", "set", "eth0", "up");
        }
    }

    /// <summary>Why tests on two hosts are skipped; null if they run. Not every machine allows namespaces, so they are skipped there also with <c>CI=true</c>.</summary>
    public static string? SkipReason { get; } = FindSkipReason();

    /// <summary>The names of the hosts.</summary>
    public string[] Hosts => [$"{_prefix}a", $"{_prefix}b"];

    private string Switch => $"{_prefix}s";

    private string Agent { get; }

    /// <summary>Returns the program and the arguments that start a job of Open MPI with one rank per host.</summary>
    public (string Program, string[] Arguments) Launch(string[] arguments) =>
    (
        "ip",
        [
            "netns", "exec", Switch, "mpirun.openmpi", "--allow-run-as-root", "--mca", "plm_rsh_agent", Agent, "--mca", "btl", "tcp,self",
            "--mca", "oob_tcp_keepalive_time", "4", "--mca", "oob_tcp_keepalive_intvl", "2", "--mca", "oob_tcp_keepalive_probes", "3",
            "-x", "PIXELGPT_MPI_TIMEOUT=10", "--host", string.Join(',', Hosts), "-n", "2", "dotnet", ProgramProcess.Assembly, .. arguments,
        ]
    );

    /// <summary>Cuts the cable of a host, or plugs it in again.</summary>
    public void SetLink(int host, bool isUp) => InSwitch("link", "set", $"link{host}", isUp ? "up" : "down");

    public void Dispose()
    {
        foreach (string name in (string[])[.. Hosts, Switch]) Ip("netns", "del", name);
        _folder.Dispose();
    }

    private void InSwitch(params string[] arguments) => Ip(["-n", Switch, .. arguments]);

    private static void Ip(params string[] arguments)
    {
        (int code, string error) = Run("ip", arguments);
        if (code != 0) throw new InvalidOperationException($"ip {string.Join(' ', arguments)}: {error}");
    }

    private static string? FindSkipReason()
    {
        if (ExternalProgram.Find("ip") is null) return "ip is not installed, which makes network namespaces: install it (Debian: apt-get install iproute2)";
        string name = $"px{Environment.ProcessId % 10000}t";
        (int code, string error) = Run("ip", ["netns", "add", name]);
        if (code != 0) return Reason();
        (code, error) = Run("ip", ["-n", name, "link", "add", "veth0", "type", "veth", "peer", "name", "veth1"]);
        if (code == 0) (code, error) = Run("ip", ["-n", name, "link", "add", "bridge", "type", "bridge"]);
        if (code == 0) (code, error) = Run("ip", ["netns", "exec", name, "unshare", "--uts", "sh", "-c", $"{Retries} && hostname test"]);
        Run("ip", ["netns", "del", name]);
        return code == 0 ? null : Reason();

        string Reason() => $"network namespaces cannot be created (run the tests as root on a machine that allows it): {error.Trim()}";
    }

    private static (int Code, string Error) Run(string program, string[] arguments)
    {
        using Process process = ProgramProcess.Start(program, arguments, start => start.RedirectStandardError = true);
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error);
    }
}
