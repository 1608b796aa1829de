namespace PixelGpt.Mpi.Libraries;

/// <summary>The values of MPI's constants, which differ between libraries. A handle that is a C int is widened; the callee reads its low bits.</summary>
/// <param name="CommWorld"><c>MPI_COMM_WORLD</c></param>
/// <param name="Byte"><c>MPI_BYTE</c></param>
/// <param name="ErrorsReturn"><c>MPI_ERRORS_RETURN</c></param>
/// <param name="InPlace"><c>MPI_IN_PLACE</c></param>
/// <param name="StatusIgnore"><c>MPI_STATUS_IGNORE</c></param>
/// <param name="ThreadSerialized"><c>MPI_THREAD_SERIALIZED</c></param>
internal sealed record MpiConstants(nint CommWorld, nint Byte, nint ErrorsReturn, nint InPlace, nint StatusIgnore, int ThreadSerialized);
