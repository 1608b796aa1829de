using System.Text.Json.Nodes;

namespace PixelGpt.Bench.Comparison;

/// <summary>A PyTorch installation and its BLAS library.</summary>
/// <param name="Python">Python that PyTorch is installed in.</param>
/// <param name="Name">Version and BLAS, such as <c>PyTorch 1.13.0 (libopenblasp-r0.3.21.so)</c>.</param>
internal sealed record PyTorch(string Python, string Name)
{
    private const string Probe = """
        import os, torch
        print(torch.__version__)
        maps = "/proc/self/maps"
        print(*sorted({line.split()[-1] for line in open(maps) if "blas" in line} if os.path.exists(maps) else []))
        """;

    /// <summary>Removes variables that would change the kernels and block sizes that OpenBLAS selects for this processor.</summary>
    private static readonly Dictionary<string, string?> OpenBlasDefaults = new() { ["OPENBLAS_CORETYPE"] = null, ["OPENBLAS_L2_SIZE"] = null };

    /// <summary>Default Python: on Debian the one that <c>python3-torch</c> is installed for.</summary>
    public static string DefaultPython => File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

    /// <summary>Finds the PyTorch of a Python.</summary>
    /// <exception cref="InputException">
    /// PyTorch is missing, or it uses the slow reference BLAS, which Debian installs by default; a comparison with that would
    /// be meaningless.
    /// </exception>
    public static PyTorch Find(string python)
    {
        string[] output;
        try
        {
            output = MeasuredProcess.Run(python, ["-c", Probe], OpenBlasDefaults).Output.Split('\n');
        }
        catch (FailureException e)
        {
            throw new InputException($"{python} cannot import torch; install it (on Debian: apt-get install python3-torch libopenblas0-pthread) or select another Python with --python", e);
        }

        string[] libraries = output[1].Split(' ');
        if (libraries.FirstOrDefault(l => l.Contains("/blas/libblas.so", StringComparison.Ordinal)) is { } reference)
            throw new InputException($"{python}: PyTorch uses the reference BLAS ({reference}), which is more than ten times slower than OpenBLAS; install OpenBLAS (on Debian: apt-get install libopenblas0-pthread)");
        string? blas = libraries.Select(Path.GetFileName).FirstOrDefault(l => l!.StartsWith("libopenblas", StringComparison.Ordinal));
        return new PyTorch(python, $"PyTorch {output[0]}{(blas is null ? "" : $" ({blas})")}");
    }

    /// <summary>Runs a script whose last line of output is a JSON value.</summary>
    /// <param name="script">Source text of the script.</param>
    /// <param name="arguments">Arguments of the script.</param>
    /// <param name="blasThreads">Number of OpenBLAS threads; null to leave it to the script.</param>
    public (JsonNode Json, long? PeakBytes) Run(string script, IEnumerable<string> arguments, int? blasThreads = null)
    {
        var environment = new Dictionary<string, string?>(OpenBlasDefaults);
        if (blasThreads is { } threads) environment["OPENBLAS_NUM_THREADS"] = $"{threads}";
        var process = MeasuredProcess.Run(Python, ["-c", script, .. arguments], environment);
        return (JsonNode.Parse(process.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1])!, process.PeakBytes);
    }
}
