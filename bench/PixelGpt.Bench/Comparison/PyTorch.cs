using System.Text.Json.Nodes;

namespace PixelGpt.Bench.Comparison;

/// <summary>The PyTorch that a Python finds, and the BLAS library that its matrix products come from.</summary>
/// <param name="Python">The Python.</param>
/// <param name="Name">Its version and BLAS, such as <c>PyTorch 1.13.0 (libopenblasp-r0.3.21.so)</c>.</param>
internal sealed record PyTorch(string Python, string Name)
{
    private const string Probe = """
        import os, torch
        print(torch.__version__)
        maps = "/proc/self/maps"
        print(*sorted({line.split()[-1] for line in open(maps) if "blas" in line} if os.path.exists(maps) else []))
        """;

    /// <summary>What would keep OpenBLAS from the kernels and block sizes that it takes for this processor by itself.</summary>
    private static readonly Dictionary<string, string?> Unfettered = new() { ["OPENBLAS_CORETYPE"] = null, ["OPENBLAS_L2_SIZE"] = null };

    /// <summary>Where Debian's Python is, which its <c>python3-torch</c> belongs to.</summary>
    public static string DefaultPython => File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

    /// <summary>Looks for it.</summary>
    /// <exception cref="InputException">
    /// There is none; or its BLAS is the slow reference implementation, with which no one would train: Debian installs
    /// that where nothing better is there, and a comparison with it would say nothing.
    /// </exception>
    public static PyTorch Find(string python)
    {
        string[] output;
        try
        {
            output = MeasuredProcess.Run(python, ["-c", Probe], Unfettered).Output.Split('\n');
        }
        catch (FailureException e)
        {
            throw new InputException($"{python} cannot import torch; on Debian: apt-get install python3-torch libopenblas0-pthread, or name another with --python", e);
        }

        string[] libraries = output[1].Split(' ');
        if (libraries.FirstOrDefault(l => l.Contains("/blas/libblas.so", StringComparison.Ordinal)) is { } reference)
            throw new InputException($"{python}: its PyTorch computes with the reference BLAS ({reference}), more than ten times slower than OpenBLAS; on Debian: apt-get install libopenblas0-pthread");
        string? blas = libraries.Select(Path.GetFileName).FirstOrDefault(l => l!.StartsWith("libopenblas", StringComparison.Ordinal));
        return new PyTorch(python, $"PyTorch {output[0]}{(blas is null ? "" : $" ({blas})")}");
    }

    /// <summary>Runs a script that prints one JSON object last.</summary>
    /// <param name="script">The script's text.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="blasThreads">How many threads OpenBLAS itself may take; null to leave that to the script.</param>
    public (JsonNode Json, long? PeakBytes) Run(string script, IEnumerable<string> arguments, int? blasThreads = null)
    {
        var environment = new Dictionary<string, string?>(Unfettered);
        if (blasThreads is { } threads) environment["OPENBLAS_NUM_THREADS"] = $"{threads}";
        var process = MeasuredProcess.Run(Python, ["-c", script, .. arguments], environment);
        return (JsonNode.Parse(process.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1])!, process.PeakBytes);
    }
}
