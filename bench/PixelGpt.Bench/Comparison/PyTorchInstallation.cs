namespace PixelGpt.Bench.Comparison;

/// <summary>The PyTorch that a Python finds, and the BLAS library that its matrix products come from.</summary>
internal static class PyTorchInstallation
{
    private const string Probe = """
        import os, torch
        print(torch.__version__)
        maps = "/proc/self/maps"
        print(*sorted({line.split()[-1] for line in open(maps) if "blas" in line} if os.path.exists(maps) else []))
        """;

    /// <summary>Its version and BLAS, such as <c>1.13.0 (libopenblasp-r0.3.21.so)</c>.</summary>
    /// <exception cref="InputException">
    /// There is none; or its BLAS is the slow reference implementation, with which no one would train: Debian installs
    /// that where nothing better is there, and a comparison with it would say nothing.
    /// </exception>
    public static string Find(string python)
    {
        string[] output;
        try
        {
            output = MeasuredProcess.Run(python, ["-c", Probe]).Output;
        }
        catch (FailureException e)
        {
            throw new InputException($"{python} cannot import torch; on Debian: apt-get install python3-torch libopenblas0-pthread, or name another with --python", e);
        }

        string[] libraries = output.Length > 1 ? output[1].Split(' ') : [];
        if (libraries.FirstOrDefault(l => l.Contains("/blas/libblas.so", StringComparison.Ordinal)) is { } reference)
            throw new InputException($"{python}: its PyTorch computes with the reference BLAS ({reference}), more than ten times slower than OpenBLAS; on Debian: apt-get install libopenblas0-pthread");
        string? blas = libraries.Select(Path.GetFileName).FirstOrDefault(l => l!.StartsWith("libopenblas", StringComparison.Ordinal));
        return blas is null ? output[0] : $"{output[0]} ({blas})";
    }
}
