using System.Diagnostics;
using PixelGpt.Mpi.Libraries;
using PixelGpt.Processes;

namespace PixelGpt.Mpi;

/// <summary>
/// The processes of an MPI job, started by <c>mpirun</c> or <c>srun</c>. It uses the installed library, Open MPI, MPICH or one with the standard binary interface of
/// MPI 5, which is loaded by <see cref="Join"/>. MPI only moves bytes: all arithmetic is done by PixelGpt, so that results do not depend on the number of processes.
/// </summary>
public sealed unsafe class MpiGroup : IProcessGroup, IDisposable
{
    /// <summary>The tag of messages; collective operations have no tags.</summary>
    private const int MessageTag = 1;

    /// <summary>The number of bytes from which processes wait for each other before they exchange data, so that none sleeps while data is on its way.</summary>
    private const int LargeExchange = 1 << 16;

    /// <summary>How long a waiting process gives way to other threads before it sleeps.</summary>
    private static readonly TimeSpan PatientFor = TimeSpan.FromMilliseconds(2);

    /// <summary>How long a process waits for the launcher to end it.</summary>
    private static readonly TimeSpan AbortLimit = TimeSpan.FromSeconds(10);

    /// <summary>How long a process waits, without looking for messages, before it closes its connections.</summary>
    private static readonly TimeSpan ClosingPause = TimeSpan.FromMilliseconds(100);

    private static bool _hasJoined;

    private readonly MpiLibrary _mpi;
    private readonly Heartbeat _heartbeat;
    private bool _left;

    private MpiGroup(MpiLibrary mpi)
    {
        _mpi = mpi;
        mpi.Initialize();
        Rank = mpi.Rank();
        Size = mpi.Size();
        Library = mpi.Version;
        _heartbeat = new Heartbeat(mpi, Rank, Size);
    }

    /// <inheritdoc/>
    public int Rank { get; }

    /// <inheritdoc/>
    public int Size { get; }

    /// <summary>The name and version of the MPI library.</summary>
    public string Library { get; }

    /// <summary>
    /// Joins the job: loads the library and initializes MPI. A process can do this once. The environment variable <c>PIXELGPT_MPI</c> selects the
    /// library: <c>openmpi</c>, <c>mpich</c>, <c>abi</c> or a path; without it, it is that of the launcher.
    /// </summary>
    /// <returns>The group of all processes of the job.</returns>
    /// <exception cref="InputException">No library was found, or it is not that of the launcher.</exception>
    /// <exception cref="FailureException">MPI could not be initialized.</exception>
    public static MpiGroup Join()
    {
        if (_hasJoined) throw new InvalidOperationException("this process has joined its MPI job already");
        MpiLibrary mpi;
        try
        {
            mpi = MpiLoader.Load();
        }
        catch (EntryPointNotFoundException e)
        {
            throw new InputException($"the MPI library is too old: {e.Message}; version 3 of MPI or later is needed", e);
        }

        var group = new MpiGroup(mpi);
        _hasJoined = true;
        if (MpiLoader.LauncherSize() is { } started && started != group.Size)
            throw new InputException($"the launcher started {started} processes, but {group.Library} sees {group.Size}; it is probably the library of another launcher: set {MpiLoader.Variable} to the library of the mpirun that you use");
        return group;
    }

    /// <summary>Returns the rank that the launcher has given this process, if it is known before <see cref="Join"/>; null otherwise.</summary>
    public static int? LauncherRank() => MpiLoader.LauncherRank();

    /// <inheritdoc/>
    public void Broadcast(Span<byte> buffer)
    {
        if (buffer.Length >= LargeExchange) Await(_mpi.Barrier(), mayRest: true);
        fixed (byte* bytes = buffer) Await(_mpi.Broadcast(bytes, buffer.Length), mayRest: buffer.Length < LargeExchange);
    }

    /// <inheritdoc/>
    public void AllGather(Span<byte> buffer, ReadOnlySpan<int> lengths)
    {
        if (buffer.Length >= LargeExchange) Await(_mpi.Barrier(), mayRest: true);
        Span<int> starts = stackalloc int[lengths.Length];
        SetStarts(lengths, starts);
        fixed (byte* bytes = buffer)
        fixed (int* lengthsAt = lengths, startsAt = starts)
            Await(_mpi.AllGather(bytes, lengthsAt, startsAt), mayRest: buffer.Length < LargeExchange);
    }

    /// <inheritdoc/>
    public void AllToAll(ReadOnlySpan<byte> sent, ReadOnlySpan<int> sentLengths, Span<byte> received, ReadOnlySpan<int> receivedLengths)
    {
        Await(_mpi.Barrier(), mayRest: true);
        Span<int> sentStarts = stackalloc int[sentLengths.Length], receivedStarts = stackalloc int[receivedLengths.Length];
        SetStarts(sentLengths, sentStarts);
        SetStarts(receivedLengths, receivedStarts);
        fixed (byte* from = sent, to = received)
        fixed (int* fromLengths = sentLengths, fromStarts = sentStarts, toLengths = receivedLengths, toStarts = receivedStarts)
            Await(_mpi.AllToAll(from, fromLengths, fromStarts, to, toLengths, toStarts), mayRest: false);
    }

    /// <inheritdoc/>
    public void Send(int rank, ReadOnlySpan<byte> message)
    {
        fixed (byte* bytes = message) Await(_mpi.Send(bytes, message.Length, rank, MessageTag), mayRest: true);
    }

    /// <inheritdoc/>
    public byte[]? TryReceive(int rank)
    {
        _heartbeat.ThrowIfLost();
        if (_mpi.Probe(rank, MessageTag) is not { } length) return null;
        byte[] message = new byte[length];
        fixed (byte* bytes = message) Await(_mpi.Receive(bytes, length, rank, MessageTag), mayRest: true);
        return message;
    }

    /// <summary>Ends all processes of the job at once. Does not return.</summary>
    /// <param name="exitCode">The exit code of the launcher.</param>
    public void Abort(int exitCode)
    {
        // If the network has failed, the launcher may not answer.
        using var end = new Timer(_ => Process.GetCurrentProcess().Kill(), null, AbortLimit, Timeout.InfiniteTimeSpan);
        _mpi.Abort(exitCode);
        Thread.Sleep(AbortLimit);
    }

    /// <summary>Leaves the job. Waits for all other processes to leave it.</summary>
    public void Dispose()
    {
        if (_left) return;
        _left = true;

        // MPI_Finalize waits without giving way to other threads, so all ranks begin it together.
        Await(_mpi.Barrier(), mayRest: true);
        _heartbeat.End();
        _heartbeat.Dispose();
        Await(_mpi.Barrier(), mayRest: false);

        // MPICH over TCP blocks for ever if a rank sees, while it is still in the barrier, that another has closed their connection.
        if (Size > 1) Thread.Sleep(ClosingPause);
        _mpi.Complete();
    }

    private static void SetStarts(ReadOnlySpan<int> lengths, Span<int> starts)
    {
        int start = 0;
        for (int i = 0; i < lengths.Length; i++)
        {
            starts[i] = start;
            start = checked(start + lengths[i]);
        }
    }

    /// <summary>Waits until an operation is complete. The functions of MPI that wait would occupy a core all the time.</summary>
    /// <param name="request">The operation.</param>
    /// <param name="mayRest">Whether to sleep if it takes long; while a process sleeps, its data does not move.</param>
    private void Await(nint request, bool mayRest)
    {
        long start = Stopwatch.GetTimestamp();
        while (!_mpi.Test(ref request))
        {
            _heartbeat.ThrowIfLost();
            if (mayRest && Stopwatch.GetElapsedTime(start) > PatientFor) Thread.Sleep(1);
            else Thread.Yield();
        }
    }
}
