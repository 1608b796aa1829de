namespace PixelGpt.Mpi.Libraries;

/// <summary>The standard binary interface of MPI 5.0 (chapter "Application Binary Interface"), which any library can offer as <c>libmpi_abi</c>.</summary>
internal sealed class StandardAbi : IMpiFlavor
{
    public string Name => "abi";

    public IReadOnlyList<string> FileNames => ["libmpi_abi.so.1", "libmpi_abi.so.0", "libmpi_abi.so", "libmpi_abi.dylib"];

    public IReadOnlyList<string> SizeVariables => [];

    public IReadOnlyList<string> RankVariables => [];

    // A library may export the symbols of its own interface too, so its name decides.
    public bool Matches(string path, nint library) => Path.GetFileName(path).StartsWith("libmpi_abi", StringComparison.Ordinal);

    public MpiConstants Read(nint library) => new(
        CommWorld: 0x101,
        Byte: 0x247,
        ErrorsReturn: 0x142,
        InPlace: 1,
        StatusIgnore: 0,
        ThreadSerialized: 2048);
}
