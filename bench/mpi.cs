// Measures the exchanges of an MPI job as PixelGpt makes them: mpirun -n 2 dotnet run bench/mpi.cs
// Prints the time of the smallest exchange (latency) and the rate of the largest one (bandwidth) per rank.
//
// Computes the model of docs/cluster.md instead: dotnet run bench/mpi.cs -- --model 1:30:0.117 10:30:1.1
// Each link has its nominal rate in Gbit/s, the time of a message in µs, and the rate of exchanges in GB/s.
#:project ../src/PixelGpt.Mpi/PixelGpt.Mpi.csproj
#:property PublishAot=false
#:property NoWarn=CS1591
using System.Diagnostics;
using System.Globalization;
using PixelGpt.Mpi;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["--model", .. var links])
{
    PrintModel([.. links.Select(link => link.Split(':').Select(double.Parse).ToArray())]);
    return;
}

using MpiGroup group = MpiGroup.Join();
double latency = Seconds(1), largest = Seconds(1 << 24);
if (group.Rank == 0)
{
    Console.WriteLine($"{group.Library}, {group.Size} ranks");
    Console.WriteLine($"smallest exchange: {latency * 1e6:0.0} µs");
    Console.WriteLine($"exchange of {(1 << 24) >> 20} MB per rank: {largest * 1e3:0.0} ms, {(1 << 24) * (group.Size - 1) / largest / 1e9:0.000} GB/s received per rank");
}

// The median of several exchanges in which each rank sends a part of the same length to all.
double Seconds(int length)
{
    byte[] buffer = new byte[length * group.Size];
    int[] lengths = [.. Enumerable.Repeat(length, group.Size)];
    double[] times = new double[length == 1 ? 1001 : 11];
    for (int i = 0; i < times.Length; i++)
    {
        long start = Stopwatch.GetTimestamp();
        group.AllGather(buffer, lengths);
        times[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    Array.Sort(times);
    return times[times.Length / 2];
}

// Prints the time of a step on several numbers of ranks, as a Markdown table, and how much of it could be saved at most by exchanging gradients during the backward pass.
static void PrintModel(double[][] links)
{
    const int Batch = 512;
    const double UpdatePerParameter = 3e-9;
    (string Name, double Parameters, double PerSequence)[] models =
    [
        ("2 × 64, 136,384 parameters", 136_384, 1.60 * 2 / 632),
        ("8 × 256, 6.4 million", 6.4e6, 59.5 * 2 / 632),
        ("25 million", 25e6, 0.671),
    ];
    int[] sizes = [8, 64, 512];
    var gains = new List<(double Gain, string Where)>();
    Console.WriteLine($"| model | link per rank | {string.Join(" | ", sizes.Select(size => $"{size} ranks"))} |");
    Console.WriteLine($"| --- | --- |{string.Concat(sizes.Select(_ => " ---: |"))}");
    foreach ((string name, double parameters, double perSequence) in models)
    {
        foreach (double[] link in links)
        {
            double alpha = link[1] * 1e-6, beta = link[2] * 1e9;
            string cells = "";
            foreach (int size in sizes)
            {
                double time = Time(size), speedup = Time(1) / time;
                double gain = Math.Min(Exchange(size), perSequence * 2 / 3) / time;
                gains.Add((gain, $"{name}, {link[0]} Gbit/s, {size} ranks"));
                cells += $" {time * 1e3:n0} ms, {speedup:0}× ({speedup / size:0 %}) |";
            }

            Console.WriteLine($"| {name} | {link[0]} Gbit/s |{cells}");

            double Time(int size) => (Math.Ceiling((double)Batch / size) * perSequence) + (UpdatePerParameter * parameters) + Exchange(size);
            double Exchange(int size) => (2 * (size - 1) * alpha) + (8 * parameters * (size - 1) / size / beta);
        }
    }

    foreach (int size in sizes)
    {
        (double gain, string where) = gains.Where(g => g.Where.EndsWith($" {size} ranks", StringComparison.Ordinal)).Max();
        Console.WriteLine($"overlap would save at most {gain:0.0 %} ({where})");
    }
}
