namespace PixelGpt.Imaging.Sequences;

/// <summary>A file format for several pictures.</summary>
internal interface ISequenceWriter
{
    /// <summary>The file name extension, with the dot.</summary>
    string Extension { get; }

    /// <summary>What the file is, for people.</summary>
    string Description { get; }

    /// <summary>Returns the files that are written for a path.</summary>
    IReadOnlyList<string> FilesOf(string path);

    /// <summary>Writes the files atomically.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="sequence">The pictures.</param>
    /// <returns>What the format could not store; null if nothing is lost.</returns>
    /// <exception cref="InputException">The pictures exceed a limit of the format.</exception>
    /// <exception cref="FailureException">A file cannot be written.</exception>
    string? Write(string path, PictureSequence sequence);
}
