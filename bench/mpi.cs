// Measures the exchanges of an MPI job as PixelGpt makes them: mpirun -n 2 dotnet run bench/mpi.cs
// Prints the time of the smallest exchange (latency) and the rate of the largest one (bandwidth) per rank.
#:project ../src/PixelGpt.Mpi/PixelGpt.Mpi.csproj
#:property PublishAot=false
#:property NoWarn=CS1591
using System.Diagnostics;
using PixelGpt.Mpi;

using MpiGroup group = MpiGroup.Join();
double latency = Seconds(1), largest = Seconds(1 << 24);
if (group.Rank == 0)
{
    Console.WriteLine($"{group.Library}, {group.Size} ranks");
    Console.WriteLine($"smallest exchange: {latency * 1e6:0.0} µs");
    Console.WriteLine($"exchange of {(1 << 24) >> 20} MB per rank: {largest * 1e3:0.0} ms, {(1 << 24) * (group.Size - 1) / largest / 1e9:0.00} GB/s received per rank");
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
