using System.IO.MemoryMappedFiles;

namespace PixelGpt.IO;

/// <summary>
/// A file mapped into memory to be read: only the pages that are asked for come from the disk, and files larger than
/// an array may be are no matter. Bytes are copied out, so that none is looked at behind <see cref="Dispose"/>.
/// </summary>
internal sealed class MappedFile : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    /// <summary>Maps a file.</summary>
    /// <exception cref="InputException">There is no such file, or nothing is in it.</exception>
    /// <exception cref="FailureException">The file could not be read.</exception>
    public MappedFile(string path)
    {
        if (!File.Exists(path)) throw new InputException($"{path}: no such file");
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            Length = stream.Length;
            if (Length == 0) throw new InputException($"{path}: the file is empty");
            _file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
            _view = _file.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _file?.Dispose();
            throw new FailureException($"{path}: could not be read: {e.Message}", e);
        }
    }

    /// <summary>The file's length in bytes.</summary>
    public long Length { get; }

    /// <summary>Copies what begins at <paramref name="offset"/> to fill <paramref name="destination"/>.</summary>
    public void Read<T>(long offset, Span<T> destination)
        where T : unmanaged => _view.SafeMemoryMappedViewHandle.ReadSpan((ulong)(_view.PointerOffset + offset), destination);

    /// <inheritdoc/>
    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
