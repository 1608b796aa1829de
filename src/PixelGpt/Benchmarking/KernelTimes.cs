using System.Diagnostics;

namespace PixelGpt.Benchmarking;

/// <summary>What is counted together: calls of one kernel, and for products of one shape where shapes are told apart.</summary>
internal readonly record struct KernelKey(string Name, int Rows = 0, int Inner = 0, int Columns = 0)
{
    public override string ToString() => Rows == 0 ? Name : $"{Name} {Rows}×{Inner}×{Columns}";
}

/// <summary>All calls of one kernel so far.</summary>
internal sealed class KernelTime(KernelKey key)
{
    public KernelKey Key { get; } = key;

    public long Calls { get; private set; }

    public long Ticks { get; private set; }

    /// <summary>Floating-point operations of its products, as it was asked for them; 0 for kernels that are no product.</summary>
    public double Operations { get; private set; }

    /// <summary>Bytes of its operands, each read once and each result written once; 0 for products.</summary>
    public double Bytes { get; private set; }

    public double Seconds => (double)Ticks / Stopwatch.Frequency;

    public void Add(long ticks, double operations, double bytes)
    {
        Calls++;
        Ticks += ticks;
        Operations += operations;
        Bytes += bytes;
    }
}

/// <summary>Where the time of one thread goes, kernel by kernel.</summary>
internal sealed class KernelTimes
{
    private readonly Dictionary<KernelKey, KernelTime> _byKey = [];

    /// <summary>Every kernel that was called, the one that took longest first.</summary>
    public IReadOnlyList<KernelTime> All => [.. _byKey.Values.OrderByDescending(t => t.Ticks)];

    public void Clear() => _byKey.Clear();

    public void Add(KernelKey key, long ticks, double operations, double bytes)
    {
        if (!_byKey.TryGetValue(key, out KernelTime? time)) _byKey[key] = time = new KernelTime(key);
        time.Add(ticks, operations, bytes);
    }
}
