using System.Diagnostics;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Mpi;

/// <summary>Runs the command line as an MPI job on this machine.</summary>
internal static class MpiJob
{
    /// <summary>Why tests with launchers are skipped; null if they run.</summary>
    public static string? SkipReason => ExternalProgram.SkipReason("mpirun.openmpi", "openmpi-bin") ?? ExternalProgram.SkipReason("mpirun.mpich", "mpich");

    /// <summary>The launchers, by the names of <c>PIXELGPT_MPI</c>.</summary>
    public static TheoryData<string> Launchers => ["openmpi", "mpich"];

    /// <summary>The environment variable with which a rank starts with quickly compiled code, also if it has loops; jobs of tests are too short for better code.</summary>
    public const string QuickStart = "DOTNET_TC_QuickJitForLoops";

    /// <summary>The greatest number of ranks that are tested.</summary>
    public const int MaxRanks = 4;

    /// <summary>Starts a job.</summary>
    /// <param name="launcher">The launcher.</param>
    /// <param name="ranks">The arguments of each rank; the environment variables of a rank are assignments before them.</param>
    /// <param name="configure">Changes how the launcher is started.</param>
    /// <param name="assembly">The path of the command line's assembly; null for that of <see cref="ProgramProcess"/>.</param>
    public static Process Start(string launcher, IEnumerable<string[]> ranks, Action<ProcessStartInfo>? configure = null, string? assembly = null)
    {
        var arguments = new List<string>();
        if (launcher == "openmpi") arguments.Add("--oversubscribe");
        foreach (string[] rank in ranks)
        {
            if (arguments.Contains("-n")) arguments.Add(":");
            arguments.AddRange(["-n", "1", "env", .. rank.TakeWhile(IsAssignment), "dotnet", assembly ?? ProgramProcess.Assembly, .. rank.SkipWhile(IsAssignment)]);
        }

        return ProgramProcess.Start(ExternalProgram.Require($"mpirun.{launcher}"), [.. arguments], start =>
        {
            start.RedirectStandardError = true;

            // Tests may run as root in a container, which Open MPI allows on request only.
            start.Environment["OMPI_ALLOW_RUN_AS_ROOT"] = start.Environment["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1";

            start.Environment[QuickStart] = "1";
            configure?.Invoke(start);
        });
    }

    /// <summary>Runs a job to its end.</summary>
    /// <param name="launcher">The launcher.</param>
    /// <param name="ranks">The arguments of each rank, as for <see cref="Start"/>.</param>
    /// <param name="configure">Changes how the launcher is started.</param>
    /// <param name="assembly">The path of the command line's assembly, as for <see cref="Start"/>.</param>
    /// <returns>The exit code, standard output and standard error of the launcher.</returns>
    public static async Task<(int Code, string Out, string Error)> RunAsync(string launcher, IEnumerable<string[]> ranks, Action<ProcessStartInfo>? configure = null, string? assembly = null)
    {
        using Process job = Start(launcher, ranks, configure, assembly);
        Task<string> error = job.StandardError.ReadToEndAsync();
        string output = await ProgramProcess.EndAsync(job);
        return (job.ExitCode, output, await error);
    }

    /// <summary>Runs a job whose ranks have the same arguments, and which must succeed.</summary>
    /// <returns>Standard output.</returns>
    public static async Task<string> SucceedAsync(string launcher, int ranks, string[] arguments, Action<ProcessStartInfo>? configure = null, string? assembly = null)
    {
        (int code, string output, string error) = await RunAsync(launcher, Enumerable.Repeat(arguments, ranks), configure, assembly);
        Assert.True(code == 0, $"{launcher} with {ranks} ranks: exit code {code}\n{output}\n{error}");
        return output;
    }

    private static bool IsAssignment(string argument) => !argument.StartsWith('-') && argument.Contains('=', StringComparison.Ordinal);
}

/// <summary>A theory over launchers of MPI; it is skipped if they are not installed, except with <c>CI=true</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MpiTheoryAttribute : TheoryAttribute
{
    /// <summary>Creates the attribute.</summary>
    public MpiTheoryAttribute()
    {
        Skip = MpiJob.SkipReason;
    }
}
