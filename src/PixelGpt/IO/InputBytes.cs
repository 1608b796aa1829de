using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PixelGpt.IO;

/// <summary>
/// The bytes of a file, or of memory, read by their place: only what is asked for comes from the disk, and files may be
/// larger than an array. A file is not mapped: one that is cut short meanwhile would end the process where it should be an error.
/// </summary>
internal sealed class InputBytes : IDisposable
{
    private readonly string _path;
    private readonly SafeFileHandle? _file;
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
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            _file?.Dispose();
            throw new FailureException($"{path}: could not be read: {e.Message}", e);
        }

        if (Length > 0) return;
        _file.Dispose();
        throw new InputException($"{path}: the file is empty");
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
        if (_file is null) _memory.Span.Slice((int)offset, bytes.Length).CopyTo(bytes);
        else ReadFile(_file, offset, bytes);
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
    public void Dispose() => _file?.Dispose();

    private void ReadFile(SafeFileHandle file, long offset, Span<byte> bytes)
    {
        try
        {
            while (bytes.Length > 0)
            {
                int read = RandomAccess.Read(file, bytes, offset);
                if (read == 0) throw new InputException($"{_path}: the file became shorter while it was read");
                offset += read;
                bytes = bytes[read..];
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FailureException($"{_path}: could not be read: {e.Message}", e);
        }
    }
}
