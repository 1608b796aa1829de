using System.Diagnostics;

namespace PixelGpt.Benchmarking;

/// <summary>Identifies the calls that are timed together.</summary>
/// <param name="Name">Name of the kernel.</param>
/// <param name="Rows">Rows of the product; 0 if shapes are not distinguished.</param>
/// <param name="Inner">Inner dimension of the product.</param>
/// <param name="Columns">Columns of the product.</param>
internal readonly record struct KernelKey(string Name, int Rows = 0, int Inner = 0, int Columns = 0)
{
    public override string ToString() => Rows == 0 ? Name : $"{Name} {Rows}×{Inner}×{Columns}";
}

/// <summary>The total time of the calls with one key.</summary>
internal sealed class KernelTime(KernelKey key)
{
    public KernelKey Key { get; } = key;

    public long Calls { get; private set; }

    public long Ticks { get; private set; }

    /// <summary>Floating-point operations of the requested products; 0 for kernels that are not products.</summary>
    public double Operations { get; private set; }

    /// <summary>Bytes of the operands, with each input read once and each output written once; 0 for products.</summary>
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

/// <summary>The times of all kernels of one thread. Not thread-safe.</summary>
internal sealed class KernelTimes
{
    private readonly Dictionary<KernelKey, KernelTime> _byKey = [];

    /// <summary>The times of the called kernels, longest first.</summary>
    public IReadOnlyList<KernelTime> All => [.. _byKey.Values.OrderByDescending(t => t.Ticks)];

    public void Clear() => _byKey.Clear();

    public void Add(KernelKey key, long ticks, double operations, double bytes)
    {
        if (!_byKey.TryGetValue(key, out KernelTime? time)) _byKey[key] = time = new KernelTime(key);
        time.Add(ticks, operations, bytes);
    }
}
