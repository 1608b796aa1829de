using System.Runtime.InteropServices;

namespace PixelGpt.Mpi.Libraries;

/// <summary>Finds and loads the MPI library.</summary>
internal static class MpiLoader
{
    /// <summary>The environment variable that selects the library: the name of a family, or a path.</summary>
    public const string Variable = "PIXELGPT_MPI";

    private static readonly IMpiFlavor[] Flavors = [new StandardAbi(), new OpenMpi(), new Mpich()];

    /// <summary>Loads the library that <see cref="Variable"/> selects or, without it, that of the launcher that started this process.</summary>
    /// <exception cref="InputException">There is no library, the value of the variable is wrong, or the library is not of a known family.</exception>
    public static MpiLibrary Load()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } choice) return LoadFirst(Flavors.OrderByDescending(IsLauncher));
        if (Flavors.FirstOrDefault(f => f.Name == choice) is { } flavor) return LoadFirst([flavor]);
        if (!choice.Contains('/', StringComparison.Ordinal)) throw new InputException($"{Variable} must be {string.Join(", ", Flavors.Select(f => f.Name))} or the path of an MPI library (got {choice})");
        if (!NativeLibrary.TryLoad(choice, out nint library)) throw new InputException($"{Variable}: the library {choice} cannot be loaded; check the path and the libraries that it needs");
        return Create(choice, library) ?? throw new InputException($"{Variable}: {choice} is not Open MPI, MPICH or a library with the standard interface of MPI 5");
    }

    /// <summary>Returns the number of processes that a launcher has started, if its environment says so; null otherwise. Slurm's own variables come last, because they are those of mpirun if that runs in a job of Slurm.</summary>
    public static int? LauncherSize() => Number(flavor => flavor.SizeVariables) ?? Number("SLURM_STEP_NUM_TASKS");

    /// <summary>Returns the rank that a launcher has given this process, if its environment says so; null otherwise.</summary>
    public static int? LauncherRank() => Number(flavor => flavor.RankVariables) ?? Number("SLURM_PROCID");

    private static int? Number(Func<IMpiFlavor, IEnumerable<string>> variables) => Flavors.SelectMany(variables).Select(Number).FirstOrDefault(number => number is not null);

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), out int number) ? number : null;

    private static bool IsLauncher(IMpiFlavor flavor) => flavor.SizeVariables.Concat(flavor.RankVariables).Any(v => Environment.GetEnvironmentVariable(v) is not null);

    private static MpiLibrary LoadFirst(IEnumerable<IMpiFlavor> flavors)
    {
        string[] names = [.. flavors.SelectMany(f => f.FileNames)];
        foreach (string name in names)
        {
            if (NativeLibrary.TryLoad(name, out nint library) && Create(name, library) is { } loaded) return loaded;
        }

        throw new InputException($"no MPI library was found ({string.Join(", ", names.Where(n => n.Contains(".so", StringComparison.Ordinal)))}); install Open MPI or MPICH, or set {Variable} to the path of a library");
    }

    private static MpiLibrary? Create(string path, nint library) => Flavors.FirstOrDefault(f => f.Matches(path, library)) is { } flavor ? new MpiLibrary(library, flavor) : null;
}
