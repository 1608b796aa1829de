using System.Diagnostics;
using PixelGpt.Mpi.Libraries;

namespace PixelGpt.Mpi;

/// <summary>
/// Finds out that a host or the network has failed, which MPI libraries notice after minutes or never: rank 0 and each other rank send each other a message every
/// two seconds, while they compute as well as while they wait.
/// </summary>
internal sealed unsafe class Heartbeat : IDisposable
{
    /// <summary>The environment variable that sets the limit, in seconds; 0 for none.</summary>
    public const string Variable = "PIXELGPT_MPI_TIMEOUT";

    private const int Tag = 2;
    private const byte Alive = 0, Last = 1;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly MpiLibrary _mpi;
    private readonly int[] _peers;
    private readonly nint[] _sending;
    private readonly bool[] _isSending;
    private readonly long[] _heard;
    private readonly TimeSpan _limit;

    /// <summary>The two messages, and where they are received.</summary>
    private readonly byte[] _buffer = GC.AllocateArray<byte>(3, pinned: true);
    private readonly ManualResetEventSlim _end = new();
    private readonly Thread? _thread;
    private volatile string? _failure;

    /// <summary>Starts the heartbeat.</summary>
    /// <param name="mpi">The library.</param>
    /// <param name="rank">The rank of this process.</param>
    /// <param name="size">The number of ranks.</param>
    public Heartbeat(MpiLibrary mpi, int rank, int size)
    {
        _mpi = mpi;
        _limit = AgreeOnLimit(mpi);
        _peers = rank == 0 ? [.. Enumerable.Range(1, size - 1)] : [0];
        _sending = new nint[_peers.Length];
        _isSending = new bool[_peers.Length];
        _buffer[Last] = Last;
        _heard = [.. _peers.Select(_ => Stopwatch.GetTimestamp())];
        if (size == 1 || _limit == TimeSpan.Zero) return;
        _thread = new Thread(Run) { IsBackground = true, Name = "PixelGpt MPI heartbeat" };
        _thread.Start();
    }

    /// <summary>Throws if another rank has not been heard of for too long, or MPI has failed.</summary>
    /// <exception cref="FailureException">A rank is lost.</exception>
    public void ThrowIfLost()
    {
        if (_failure is { } failure) throw new FailureException(failure);
    }

    /// <summary>
    /// Ends the heartbeat together with the other ranks: no message is on its way afterwards. MPI_Finalize may block for ever otherwise, because MPI
    /// requires that all messages are received before it.
    /// </summary>
    /// <exception cref="FailureException">A rank is lost.</exception>
    public void End()
    {
        if (_thread is null) return;
        Stop();
        var hasEnded = new bool[_peers.Length];
        var isLastSent = new bool[_peers.Length];
        for (int left = _peers.Length; left > 0; Thread.Yield())
        {
            ThrowIfLost();
            for (int i = 0; i < _peers.Length; i++)
            {
                if (hasEnded[i] && isLastSent[i] && !_isSending[i]) continue;
                _isSending[i] = _isSending[i] && !_mpi.Test(ref _sending[i]);
                if (!_isSending[i] && !isLastSent[i])
                {
                    Send(i, Last);
                    isLastSent[i] = true;
                }

                while (!hasEnded[i] && TryReceive(i) is { } message) hasEnded[i] = message == Last;
                if (hasEnded[i] && isLastSent[i] && !_isSending[i]) left--;
                CheckHeard(i);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        _end.Dispose();
    }

    private void Stop()
    {
        _end.Set();
        _thread?.Join();
    }

    /// <summary>Returns the limit of rank 0, because ranks can have other environments, and all or none have to take part.</summary>
    private static TimeSpan AgreeOnLimit(MpiLibrary mpi)
    {
        double seconds = ReadLimit().TotalSeconds;
        nint request = mpi.Broadcast((byte*)&seconds, sizeof(double));
        while (!mpi.Test(ref request)) Thread.Yield();
        return TimeSpan.FromSeconds(seconds);
    }

    private static TimeSpan ReadLimit()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } text) return TimeSpan.FromSeconds(30);
        return int.TryParse(text, out int seconds) && (seconds == 0 || seconds >= 5)
            ? TimeSpan.FromSeconds(seconds)
            : throw new InputException($"{Variable} must be a number of seconds from 5, or 0 for no limit (got {text})");
    }

    private void Run()
    {
        try
        {
            do
            {
                for (int i = 0; i < _peers.Length; i++)
                {
                    // The previous message may still be on its way.
                    _isSending[i] = _isSending[i] && !_mpi.Test(ref _sending[i]);
                    if (!_isSending[i]) Send(i, Alive);
                    while (TryReceive(i) is not null)
                    {
                    }

                    CheckHeard(i);
                }
            }
            while (!_end.Wait(Interval));
        }
        catch (FailureException e)
        {
            _failure = e.Message;
        }
    }

    private void Send(int peer, byte message)
    {
        fixed (byte* buffer = _buffer) _sending[peer] = _mpi.Send(buffer + message, 1, _peers[peer], Tag);
        _isSending[peer] = !_mpi.Test(ref _sending[peer]);
    }

    private byte? TryReceive(int peer)
    {
        if (_mpi.Probe(_peers[peer], Tag) is not { } length) return null;
        fixed (byte* buffer = _buffer)
        {
            nint request = _mpi.Receive(buffer + 2, length, _peers[peer], Tag);
            while (!_mpi.Test(ref request)) Thread.Yield();
        }

        _heard[peer] = Stopwatch.GetTimestamp();
        return _buffer[2];
    }

    private void CheckHeard(int peer)
    {
        if (Stopwatch.GetElapsedTime(_heard[peer]) > _limit)
            _failure = $"rank {_peers[peer]} has not been heard of for {_limit.TotalSeconds:0} s; its host or the network has failed ({Variable} is the limit in seconds)";
    }
}
