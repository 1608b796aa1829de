using System.Runtime.InteropServices;
using System.Text;

namespace PixelGpt.Mpi.Libraries;

/// <summary>A loaded MPI library: the functions that the group needs, with errors as exceptions.</summary>
internal sealed unsafe class MpiLibrary
{
    private const int MaxText = 8192;

    /// <summary>Held during each call, because threads may call the library one at a time only.</summary>
    private readonly Lock _calls = new();
    private readonly MpiConstants _constants;
    private readonly delegate* unmanaged<nint, nint, int, int*, int> _initThread;
    private readonly delegate* unmanaged<nint, int*, int> _commRank;
    private readonly delegate* unmanaged<nint, int*, int> _commSize;
    private readonly delegate* unmanaged<nint, nint, int> _setErrorHandler;
    private readonly delegate* unmanaged<nint, nint*, int> _barrier;
    private readonly delegate* unmanaged<void*, int, nint, int, nint, nint*, int> _broadcast;
    private readonly delegate* unmanaged<nint, int, nint, void*, int*, int*, nint, nint, nint*, int> _allGather;
    private readonly delegate* unmanaged<void*, int*, int*, nint, void*, int*, int*, nint, nint, nint*, int> _allToAll;
    private readonly delegate* unmanaged<void*, int, nint, int, int, nint, nint*, int> _send;
    private readonly delegate* unmanaged<void*, int, nint, int, int, nint, nint*, int> _receive;
    private readonly delegate* unmanaged<int, int, nint, int*, void*, int> _probe;
    private readonly delegate* unmanaged<void*, nint, int*, int> _count;
    private readonly delegate* unmanaged<nint*, int*, nint, int> _test;
    private readonly delegate* unmanaged<int, byte*, int*, int> _errorString;
    private readonly delegate* unmanaged<byte*, int*, int> _version;
    private readonly delegate* unmanaged<nint, int, int> _abort;
    private readonly delegate* unmanaged<int> _finalize;

    /// <summary>Reads the functions of a loaded library.</summary>
    /// <exception cref="EntryPointNotFoundException">The library lacks a function, so it is older than MPI 3.</exception>
    public MpiLibrary(nint library, IMpiFlavor flavor)
    {
        _constants = flavor.Read(library);
        _initThread = (delegate* unmanaged<nint, nint, int, int*, int>)Find("MPI_Init_thread");
        _commRank = (delegate* unmanaged<nint, int*, int>)Find("MPI_Comm_rank");
        _commSize = (delegate* unmanaged<nint, int*, int>)Find("MPI_Comm_size");
        _setErrorHandler = (delegate* unmanaged<nint, nint, int>)Find("MPI_Comm_set_errhandler");
        _barrier = (delegate* unmanaged<nint, nint*, int>)Find("MPI_Ibarrier");
        _broadcast = (delegate* unmanaged<void*, int, nint, int, nint, nint*, int>)Find("MPI_Ibcast");
        _allGather = (delegate* unmanaged<nint, int, nint, void*, int*, int*, nint, nint, nint*, int>)Find("MPI_Iallgatherv");
        _allToAll = (delegate* unmanaged<void*, int*, int*, nint, void*, int*, int*, nint, nint, nint*, int>)Find("MPI_Ialltoallv");
        _send = (delegate* unmanaged<void*, int, nint, int, int, nint, nint*, int>)Find("MPI_Isend");
        _receive = (delegate* unmanaged<void*, int, nint, int, int, nint, nint*, int>)Find("MPI_Irecv");
        _probe = (delegate* unmanaged<int, int, nint, int*, void*, int>)Find("MPI_Iprobe");
        _count = (delegate* unmanaged<void*, nint, int*, int>)Find("MPI_Get_count");
        _test = (delegate* unmanaged<nint*, int*, nint, int>)Find("MPI_Test");
        _errorString = (delegate* unmanaged<int, byte*, int*, int>)Find("MPI_Error_string");
        _version = (delegate* unmanaged<byte*, int*, int>)Find("MPI_Get_library_version");
        _abort = (delegate* unmanaged<nint, int, int>)Find("MPI_Abort");
        _finalize = (delegate* unmanaged<int>)Find("MPI_Finalize");

        nint Find(string name) => NativeLibrary.GetExport(library, name);
    }

    /// <summary>The name and version of the library, such as "Open MPI v4.1.4".</summary>
    public string Version
    {
        get
        {
            byte* text = stackalloc byte[MaxText];
            int length;
            Check(_version(text, &length), "MPI_Get_library_version");
            return Encoding.UTF8.GetString(text, Math.Clamp(length, 0, MaxText)).Split('\n', ',', '\0')[0].Replace("Version:", "", StringComparison.Ordinal).Replace('\t', ' ').Replace("  ", " ", StringComparison.Ordinal).Trim();
        }
    }

    /// <summary>Initializes MPI, and makes it return errors instead of ending the process. Waits for all processes of the job.</summary>
    public void Initialize()
    {
        int provided;
        Check(_initThread(0, 0, _constants.ThreadSerialized, &provided), "MPI_Init_thread");
        if (provided < _constants.ThreadSerialized) throw new FailureException($"the MPI library {Version} cannot be called from more than one thread; use a build of it with thread support");
        Check(_setErrorHandler(_constants.CommWorld, _constants.ErrorsReturn), "MPI_Comm_set_errhandler");
    }

    /// <summary>The rank of this process.</summary>
    public int Rank()
    {
        int rank;
        Check(_commRank(_constants.CommWorld, &rank), "MPI_Comm_rank");
        return rank;
    }

    /// <summary>The number of processes.</summary>
    public int Size()
    {
        int size;
        Check(_commSize(_constants.CommWorld, &size), "MPI_Comm_size");
        return size;
    }

    /// <summary>Starts a barrier.</summary>
    public nint Barrier()
    {
        nint request = 0;
        lock (_calls) Check(_barrier(_constants.CommWorld, &request), "MPI_Ibarrier");
        return request;
    }

    /// <summary>Starts to copy the bytes of rank 0 to all ranks.</summary>
    public nint Broadcast(byte* buffer, int length)
    {
        nint request = 0;
        lock (_calls) Check(_broadcast(buffer, length, _constants.Byte, 0, _constants.CommWorld, &request), "MPI_Ibcast");
        return request;
    }

    /// <summary>Starts to copy the parts of all ranks to all ranks. Each rank's part is already in the buffer.</summary>
    public nint AllGather(byte* buffer, int* lengths, int* starts)
    {
        nint request = 0;
        lock (_calls) Check(_allGather(_constants.InPlace, 0, _constants.Byte, buffer, lengths, starts, _constants.Byte, _constants.CommWorld, &request), "MPI_Iallgatherv");
        return request;
    }

    /// <summary>Starts to send a part to each rank and to receive one from each.</summary>
    public nint AllToAll(byte* sent, int* sentLengths, int* sentStarts, byte* received, int* receivedLengths, int* receivedStarts)
    {
        nint request = 0;
        lock (_calls)
            Check(_allToAll(sent, sentLengths, sentStarts, _constants.Byte, received, receivedLengths, receivedStarts, _constants.Byte, _constants.CommWorld, &request), "MPI_Ialltoallv");
        return request;
    }

    /// <summary>Starts to send a message.</summary>
    public nint Send(byte* message, int length, int rank, int tag)
    {
        nint request = 0;
        lock (_calls) Check(_send(message, length, _constants.Byte, rank, tag, _constants.CommWorld, &request), "MPI_Isend");
        return request;
    }

    /// <summary>Starts to receive a message.</summary>
    public nint Receive(byte* message, int length, int rank, int tag)
    {
        nint request = 0;
        lock (_calls) Check(_receive(message, length, _constants.Byte, rank, tag, _constants.CommWorld, &request), "MPI_Irecv");
        return request;
    }

    /// <summary>Returns the length of a message that can be received; null if there is none.</summary>
    public int? Probe(int rank, int tag)
    {
        // MPI_Status has at most 40 bytes in all libraries.
        byte* status = stackalloc byte[256];
        int found, count;
        lock (_calls) Check(_probe(rank, tag, _constants.CommWorld, &found, status), "MPI_Iprobe");
        if (found == 0) return null;
        lock (_calls) Check(_count(status, _constants.Byte, &count), "MPI_Get_count");
        return count;
    }

    /// <summary>Makes progress, and returns whether an operation is complete.</summary>
    public bool Test(ref nint request)
    {
        int done;
        fixed (nint* address = &request)
            lock (_calls)
                Check(_test(address, &done, _constants.StatusIgnore), "MPI_Test");
        return done != 0;
    }

    /// <summary>Ends all processes of the job.</summary>
    public void Abort(int exitCode) => _abort(_constants.CommWorld, exitCode);

    /// <summary>Ends the use of MPI. Waits for all processes.</summary>
    public void Complete() => Check(_finalize(), "MPI_Finalize");

    private void Check(int error, string function)
    {
        if (error == 0) return;
        byte* text = stackalloc byte[MaxText];
        int length = 0;
        string reason = _errorString(error, text, &length) == 0 ? Encoding.UTF8.GetString(text, Math.Clamp(length, 0, MaxText)) : $"error {error}";
        throw new FailureException($"{function} failed: {string.Join(' ', reason.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))}");
    }
}
