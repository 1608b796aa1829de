using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PixelGpt.IO;

/// <summary>
/// Random access to the bytes of a file or of a memory block. Files are memory-mapped, so only the pages that are read are
/// loaded and files may exceed the maximum array length. Bytes are always copied, so no view outlives <see cref="Dispose"/>.
/// Accessing a mapped page after the file was truncated would crash the process; the file length is therefore checked before
/// each piece is copied, and a truncated file is reported as an error.
/// </summary>
internal sealed class ByteSource : IDisposable
{
    /// <summary>Number of bytes copied between two checks of the file length.</summary>
    private const int PieceLength = 1 << 20;

    private readonly string _path;
    private readonly SafeFileHandle? _file;
    private readonly MemoryMappedFile? _mapping;
    private readonly MemoryMappedViewAccessor? _view;
    private readonly ReadOnlyMemory<byte> _memory;

    /// <summary>Wraps bytes in memory.</summary>
    /// <param name="memory">The bytes.</param>
    /// <param name="path">Name used in error messages.</param>
    public ByteSource(ReadOnlyMemory<byte> memory, string path) => (_memory, _path, Length) = (memory, path, memory.Length);

    /// <summary>Opens a file.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="InputException">The file does not exist or is empty.</exception>
    /// <exception cref="FailureException">The file cannot be read.</exception>
    public ByteSource(string path)
    {
        _path = path;
        if (!File.Exists(path)) throw new InputException($"{path}: no such file");
        try
        {
            _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            Length = RandomAccess.GetLength(_file);
            if (Length == 0) throw new InputException($"{path}: the file is empty");
            _mapping = MemoryMappedFile.CreateFromFile(_file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            _view = _mapping.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
        }
        catch (Exception e)
        {
            Dispose();
            if (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException) throw new FailureException($"{path}: could not be read: {e.Message}", e);
            throw;
        }
    }

    /// <summary>The number of bytes.</summary>
    public long Length { get; }

    /// <summary>Copies bytes, starting at <paramref name="offset"/>, until <paramref name="destination"/> is full.</summary>
    /// <exception cref="InputException">The range is outside the file, or the file was truncated.</exception>
    /// <exception cref="FailureException">The file cannot be read.</exception>
    public void Read<T>(long offset, Span<T> destination)
        where T : unmanaged
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(destination);
        if (offset < 0 || offset > Length - bytes.Length) throw new InputException($"{_path}: byte {offset} is outside the file; the file is truncated or damaged");
        if (_view is null) _memory.Span.Slice((int)offset, bytes.Length).CopyTo(bytes);
        else ReadFile(_view, offset, bytes);
    }

    /// <summary>Returns a copy of <paramref name="count"/> bytes, starting at <paramref name="offset"/>.</summary>
    /// <inheritdoc cref="Read"/>
    public byte[] Read(long offset, int count)
    {
        if (count > Length - offset) throw new InputException($"{_path}: expected {count} bytes at byte {offset}, but the file has only {Length} bytes; it is truncated or damaged");
        byte[] bytes = new byte[count];
        Read<byte>(offset, bytes);
        return bytes;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _view?.Dispose();
        _mapping?.Dispose();
        _file?.Dispose();
    }

    private void ReadFile(MemoryMappedViewAccessor view, long offset, Span<byte> bytes)
    {
        try
        {
            while (bytes.Length > 0)
            {
                int count = Math.Min(PieceLength, bytes.Length);
                if (RandomAccess.GetLength(_file!) < offset + count) throw new InputException($"{_path}: the file was truncated while it was read");
                view.SafeMemoryMappedViewHandle.ReadSpan((ulong)(view.PointerOffset + offset), bytes[..count]);
                offset += count;
                bytes = bytes[count..];
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FailureException($"{_path}: could not be read: {e.Message}", e);
        }
    }
}
