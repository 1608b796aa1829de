namespace PixelGpt.Runs.Sweeps;

/// <summary>The paths in the folder of a sweep.</summary>
/// <param name="path">The folder.</param>
internal sealed class SweepFolder(string path)
{
    /// <summary>The file name of the plan with all results.</summary>
    public const string FileName = "sweep.json";

    /// <summary>The path of the folder.</summary>
    public string Path { get; } = path;

    /// <summary>The plan with all results.</summary>
    public string File => System.IO.Path.Combine(Path, FileName);

    /// <summary>Whether the folder has a sweep.</summary>
    public bool HasSweep => System.IO.File.Exists(File);

    /// <summary>Gets the run folder of a trial.</summary>
    public RunFolder Run(SweepTrial trial) => new(System.IO.Path.Combine(Path, trial.Name));

    /// <summary>Locks the folder, so that no other process continues the sweep at the same time.</summary>
    /// <exception cref="InputException">Another process has locked the folder.</exception>
    /// <exception cref="FailureException">The folder cannot be written to.</exception>
    public RunLock Lock() => RunLock.Acquire(new RunFolder(Path));
}
