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
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly MpiLibrary _mpi;
    private readonly int[] _peers;
    private readonly nint[] _sending;
    private readonly long[] _heard;
    private readonly TimeSpan _limit;
    private readonly byte[] _buffer = GC.AllocateArray<byte>(2, pinned: true);
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
        _limit = ReadLimit();
        _peers = rank == 0 ? [.. Enumerable.Range(1, size - 1)] : [0];
        _sending = new nint[_peers.Length];
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

    /// <inheritdoc/>
    public void Dispose()
    {
        _end.Set();
        _thread?.Join();
        _end.Dispose();
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
        var isBusy = new bool[_peers.Length];
        try
        {
            while (!_end.Wait(Interval))
            {
                for (int i = 0; i < _peers.Length; i++)
                {
                    Beat(i, ref isBusy[i]);
                    if (Stopwatch.GetElapsedTime(_heard[i]) > _limit)
                        _failure = $"rank {_peers[i]} has not been heard of for {_limit.TotalSeconds:0} s; its host or the network has failed ({Variable} is the limit in seconds)";
                }
            }
        }
        catch (FailureException e)
        {
            _failure = e.Message;
        }
    }

    /// <summary>Sends a message to a peer, unless the previous one is still on its way, and receives those that have arrived.</summary>
    private void Beat(int peer, ref bool isBusy)
    {
        fixed (byte* buffer = _buffer)
        {
            if (isBusy) isBusy = !_mpi.Test(ref _sending[peer]);
            if (!isBusy)
            {
                _sending[peer] = _mpi.Send(buffer, 1, _peers[peer], Tag);
                isBusy = !_mpi.Test(ref _sending[peer]);
            }

            while (_mpi.Probe(_peers[peer], Tag) is { } length)
            {
                nint request = _mpi.Receive(buffer + 1, length, _peers[peer], Tag);
                while (!_mpi.Test(ref request)) Thread.Yield();
                _heard[peer] = Stopwatch.GetTimestamp();
            }
        }
    }
}
