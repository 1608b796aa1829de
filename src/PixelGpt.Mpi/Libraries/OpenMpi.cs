using System.Runtime.InteropServices;

namespace PixelGpt.Mpi.Libraries;

/// <summary>Open MPI: handles are the addresses of exported objects.</summary>
internal sealed class OpenMpi : IMpiFlavor
{
    private const string World = "ompi_mpi_comm_world";

    public string Name => "openmpi";

    public IReadOnlyList<string> FileNames => ["libmpi.so.40", "libmpi.40.dylib"];

    public IReadOnlyList<string> SizeVariables => ["OMPI_COMM_WORLD_SIZE"];

    public IReadOnlyList<string> RankVariables => ["OMPI_COMM_WORLD_RANK", "PMIX_RANK"];

    public bool Matches(string path, nint library) => NativeLibrary.TryGetExport(library, World, out _);

    public MpiConstants Read(nint library) => new(
        CommWorld: NativeLibrary.GetExport(library, World),
        Byte: NativeLibrary.GetExport(library, "ompi_mpi_byte"),
        ErrorsReturn: NativeLibrary.GetExport(library, "ompi_mpi_errors_return"),
        InPlace: 1,
        StatusIgnore: 0,
        ThreadSerialized: 2);
}
