using System.Text;
using System.Text.Json;
using PixelGpt.Mpi;
using PixelGpt.Processes;

namespace PixelGpt.Cli.Hosting;

/// <summary>The MPI job of a command with <c>--mpi</c>. Only rank 0 prints; if a rank fails, its reason is printed once and all ranks end.</summary>
internal sealed class Job : IDisposable
{
    /// <summary>The name of the option.</summary>
    public const string OptionName = "--mpi";

    private readonly MpiGroup _group;
    private readonly string[] _hosts;

    private Job(MpiGroup group)
    {
        _group = group;

        // Ranks share the cores of a host if they may run on the same ones; a launcher may also have given each its own.
        string[] places = [.. group.GatherBytes(Encoding.UTF8.GetBytes($"{Environment.MachineName} {AllowedCores()}")).Select(Encoding.UTF8.GetString)];
        _hosts = [.. places.Select(p => p.Split(' ')[0])];
        Threads = Math.Max(1, Environment.ProcessorCount / places.Count(p => p == places[group.Rank]));
    }

    /// <summary>The ranks.</summary>
    public IProcessGroup Group => _group;

    /// <summary>Whether this is rank 0.</summary>
    public bool IsRoot => _group.Rank == 0;

    /// <summary>The default number of threads of this rank: its share of the cores on which it may run.</summary>
    public int Threads { get; }

    /// <summary>Describes this rank.</summary>
    public string Name => $"rank {_group.Rank} on {Excerpt.Of(_hosts[_group.Rank])}";

    /// <summary>Describes the job in one line.</summary>
    public string Description
    {
        get
        {
            int hosts = _hosts.Distinct().Count();
            return $"{_group.Size} {(_group.Size == 1 ? "rank" : "ranks")} on {hosts} {(hosts == 1 ? "host" : "hosts")}, {_group.Library}";
        }
    }

    /// <summary>Joins the job of this process.</summary>
    /// <exception cref="InputException">No MPI library was found, or it is not that of the launcher.</exception>
    public static Job Join() => new(MpiGroup.Join());

    /// <summary>Checks that all ranks have the same arguments, and that they are right.</summary>
    /// <param name="args">The arguments of this rank.</param>
    /// <param name="problem">What is wrong with them; null if nothing is.</param>
    /// <exception cref="AgreedException">A rank has wrong arguments, or others than rank 0.</exception>
    public void CheckArguments(string[] args, string? problem)
    {
        string[][] all = [.. _group.GatherBytes(JsonSerializer.SerializeToUtf8Bytes<string[]>([problem ?? "", .. args])).Select(bytes => JsonSerializer.Deserialize<string[]>(bytes)!)];
        for (int rank = 0; rank < all.Length; rank++)
        {
            int same = 1;
            while (same < Math.Min(all[0].Length, all[rank].Length) && all[0][same] == all[rank][same]) same++;
            if (same < Math.Max(all[0].Length, all[rank].Length))
                throw new AgreedException($"rank {rank} was started with other arguments ({From(all[rank], same)}) than rank 0 ({From(all[0], same)}); start all ranks with the same");
        }

        if (all[0][0].Length > 0) throw new AgreedException(all[0][0]);
    }

    /// <summary>Gives rank 0 time to report a failure that all ranks have, and to end the job, before this one reports it too.</summary>
    /// <param name="job">The job; null if this rank could not join it.</param>
    /// <param name="isEverywhere">Whether rank 0 certainly has the same failure.</param>
    public static void LetRootReport(Job? job, bool isEverywhere)
    {
        if ((job?.Group.Rank ?? MpiGroup.LauncherRank()) is > 0 and var rank) Thread.Sleep(TimeSpan.FromSeconds(isEverywhere ? 60 : 2 + Math.Min(2, 0.1 * rank)));
    }

    /// <summary>Returns a writer for which no progress bars are drawn: launchers give ranks a terminal of their own, whatever they write to themselves.</summary>
    /// <param name="writer">Standard output, standard error or another writer.</param>
    public static TextWriter WithoutTerminal(TextWriter writer)
    {
        if (writer == Console.Out) return new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        return writer == Console.Error ? new StreamWriter(Console.OpenStandardError()) { AutoFlush = true } : writer;
    }

    /// <summary>Ends all ranks at once.</summary>
    /// <param name="exitCode">The exit code of the launcher.</param>
    public void Abort(int exitCode) => _group.Abort(exitCode);

    /// <summary>Leaves the job after all ranks are done.</summary>
    public void Dispose() => _group.Dispose();

    private static string From(string[] args, int index) => index < args.Length ? Excerpt.Of(string.Join(' ', args[index..])) : "no further arguments";

    private static string AllowedCores()
    {
        try
        {
            return File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("Cpus_allowed_list:", StringComparison.Ordinal)) ?? "";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
