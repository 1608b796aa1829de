using System.Diagnostics;
using System.Globalization;
using PixelGpt.Tests.Fuzzing.Mutations;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Fuzzing;

/// <summary>Runs a reader on many inputs and checks its results, errors, memory and time.</summary>
internal sealed class FuzzRun(FuzzTarget target, ulong seed)
{
    /// <summary>The maximum length of an error message.</summary>
    private const int MaxMessage = 1000;

    private readonly List<string> _findings = [];
    private byte[] _input = [];
    private long _iteration = -1;

    public int Accepted { get; private set; }

    public int Refused { get; private set; }

    public long MostAllocated { get; private set; }

    public TimeSpan Slowest { get; private set; }

    public IReadOnlyList<string> Findings => _findings;

    /// <summary>Reads a number of inputs on a background thread, which is abandoned if reading one of them does not end.</summary>
    public void Run(int inputs)
    {
        Exception? error = null;
        var worker = new Thread(() => error = Catch(inputs), maxStackSize: 1 << 20) { IsBackground = true, Name = target.Name };
        worker.Start();
        long last = -2;
        while (!worker.Join(HangGuard.Limit))
        {
            long now = Interlocked.Read(ref _iteration);
            if (now == last)
            {
                Report(now, $"did not end within {HangGuard.Limit.TotalMinutes:0} min");
                return;
            }

            last = now;
        }

        if (error is not null) throw new InvalidOperationException($"{target.Name}: the fuzzer failed at iteration {_iteration}", error);
    }

    /// <summary>Creates the input of an iteration: a changed seed.</summary>
    public byte[] Input(long iteration)
    {
        var random = new FuzzRandom(seed, (ulong)iteration);
        byte[] input = random.Pick(target.Seeds);
        if (iteration < target.Seeds.Count) return target.Seeds[(int)iteration];
        int kind = random.Below(10);
        if (kind < 9)
        {
            for (int change = random.OneIn(3) ? random.Below(4) : 0; change >= 0; change--) input = target.Mutate(input, random);
        }

        return kind >= 8 ? BlindMutation.Apply(input, random, target.Seeds) : input;
    }

    /// <summary>Returns a table row for the report.</summary>
    public string Summary() => string.Create(
        CultureInfo.InvariantCulture,
        $"| {target.Name} | {Accepted + Refused:n0} | {Accepted:n0} | {Refused:n0} | {MostAllocated / 1024.0 / 1024:0.0} | {Slowest.TotalMilliseconds:0.0} | {_findings.Count} |");

    private Exception? Catch(int inputs)
    {
        try
        {
            ReadAll(inputs);
            return null;
        }
#pragma warning disable CA1031 // rethrown on the thread of the test
        catch (Exception e)
        {
            return e;
        }
#pragma warning restore CA1031
    }

    private void ReadAll(int inputs)
    {
        for (long iteration = 0; iteration < inputs && _findings.Count < 20; iteration++)
        {
            _input = Input(iteration);
            Interlocked.Exchange(ref _iteration, iteration);
            long before = GC.GetAllocatedBytesForCurrentThread();
            long began = Stopwatch.GetTimestamp();
            string? finding = Read();
            TimeSpan took = Stopwatch.GetElapsedTime(began);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Slowest = took > Slowest ? took : Slowest;
            MostAllocated = Math.Max(MostAllocated, allocated);
            if (allocated > target.MaxAllocated(_input.Length)) finding ??= $"allocated {allocated} bytes for an input of {_input.Length}";
            if (finding is not null) Report(iteration, finding);
        }
    }

    private string? Read()
    {
        try
        {
            target.Read(_input);
            Accepted++;
            return null;
        }
        catch (PixelGptException e)
        {
            Refused++;
            return e.Message.Length > MaxMessage ? $"the error message has {e.Message.Length} characters: {e.Message[..200]}…" : e.Message.Any(char.IsControl) ? $"the error message contains control characters: {e.Message}" : null;
        }
#pragma warning disable CA1031 // any other exception is a finding
        catch (Exception e)
        {
            return $"threw {e.GetType().Name}: {e.Message} {e.StackTrace?.Split('\n')[0].Trim()}";
        }
#pragma warning restore CA1031
    }

    private void Report(long iteration, string what)
    {
        string file = Path.Combine(Path.GetTempPath(), $"pixelgpt-fuzz-{target.Name}-{seed}-{iteration}.bin");
        File.WriteAllBytes(file, _input);
        _findings.Add($"{target.Name}, seed {seed}, iteration {iteration}: {what} (input: {file})");
    }
}
