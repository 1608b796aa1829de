namespace PixelGpt.Mpi.Libraries;

/// <summary>A family of MPI libraries with the same binary interface.</summary>
internal interface IMpiFlavor
{
    /// <summary>The name, as in the environment variable <c>PIXELGPT_MPI</c>.</summary>
    string Name { get; }

    /// <summary>The file names of the library, in the order in which they are tried.</summary>
    IReadOnlyList<string> FileNames { get; }

    /// <summary>The environment variables in which launchers of this family give the number of processes.</summary>
    IReadOnlyList<string> SizeVariables { get; }

    /// <summary>The environment variables in which launchers of this family give the rank.</summary>
    IReadOnlyList<string> RankVariables { get; }

    /// <summary>Whether a library is of this family.</summary>
    /// <param name="path">The path or name by which it was loaded.</param>
    /// <param name="library">The loaded library.</param>
    bool Matches(string path, nint library);

    /// <summary>Returns the constants of a library of this family.</summary>
    /// <param name="library">The loaded library.</param>
    MpiConstants Read(nint library);
}
