using System.Runtime.InteropServices;

namespace PixelGpt.Mpi.Libraries;

/// <summary>MPICH and libraries with its binary interface, such as Intel MPI and MVAPICH: handles are integers.</summary>
internal sealed class Mpich : IMpiFlavor
{
    public string Name => "mpich";

    public IReadOnlyList<string> FileNames => ["libmpich.so.12", "libmpi.so.12", "libmpi.12.dylib"];

    public IReadOnlyList<string> SizeVariables => ["PMI_SIZE"];

    public IReadOnlyList<string> RankVariables => ["PMI_RANK"];

    public bool Matches(string path, nint library) => NativeLibrary.TryGetExport(library, "MPIR_Dup_fn", out _);

    public MpiConstants Read(nint library) => new(
        CommWorld: 0x44000000,
        Byte: 0x4c00010d,
        ErrorsReturn: 0x54000001,
        InPlace: -1,
        StatusIgnore: 1,
        ThreadSerialized: 2);
}
