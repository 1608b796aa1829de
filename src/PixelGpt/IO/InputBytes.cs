using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PixelGpt.IO;

/// <summary>
/// The bytes of a file, or of memory, read by their place. Files are mapped into memory: only the pages that are asked for
/// come from the disk, and files may be larger than an array. Bytes are copied out, so that none is looked at behind
/// <see cref="Dispose"/>. To touch what a file no longer has would end the process, so its length is asked again before
/// each piece: one that was cut short meanwhile is an error like another.
/// </summary>
internal sealed class InputBytes : IDisposable
{
    /// <summary>Bytes copied between two looks at the length.</summary>
    private const int PieceLength = 1 << 20;

    private readonly string _path;
    private readonly SafeFileHandle? _file;
    private readonly MemoryMappedFile? _mapping;
    private readonly MemoryMappedViewAccessor? _view;
    private readonly ReadOnlyMemory<byte> _memory;

    /// <summary>Bytes in memory; <paramref name="path"/> is their name in errors.</summary>
    public InputBytes(ReadOnlyMemory<byte> memory, string path) => (_memory, _path, Length) = (memory, path, memory.Length);

    /// <summary>Opens a file.</summary>
    /// <exception cref="InputException">There is no such file, or nothing is in it.</exception>
    /// <exception cref="FailureException">The file could not be read.</exception>
    public InputBytes(string path)
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

    /// <summary>How many there are.</summary>
    public long Length { get; }

    /// <summary>Copies what begins at <paramref name="offset"/> to fill <paramref name="destination"/>.</summary>
    /// <exception cref="InputException">There are not so many.</exception>
    /// <exception cref="FailureException">The file could not be read.</exception>
    public void Read<T>(long offset, Span<T> destination)
        where T : unmanaged
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(destination);
        if (offset < 0 || offset > Length - bytes.Length) throw new InputException($"{_path}: bytes {offset} and on are outside the file; it is cut short or damaged");
        if (_view is null) _memory.Span.Slice((int)offset, bytes.Length).CopyTo(bytes);
        else ReadFile(_view, offset, bytes);
    }

    /// <summary>A copy of <paramref name="count"/> bytes.</summary>
    /// <inheritdoc cref="Read"/>
    public byte[] Read(long offset, int count)
    {
        if (count > Length - offset) throw new InputException($"{_path}: {count} bytes from {offset} on are more than the file has; it is cut short or damaged");
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
                if (RandomAccess.GetLength(_file!) < offset + count) throw new InputException($"{_path}: the file became shorter while it was read");
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
