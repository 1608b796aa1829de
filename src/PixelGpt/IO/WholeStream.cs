namespace PixelGpt.IO;

/// <summary>Reads streams of unknown length completely, up to a limit.</summary>
internal static class WholeStream
{
    private const int FirstLength = 1 << 16;

    /// <summary>Reads a stream to its end. The memory grows with the bytes that arrive, whatever length the stream reports.</summary>
    /// <param name="stream">The stream; it is not closed.</param>
    /// <param name="limit">Maximum number of bytes.</param>
    /// <param name="name">What is read, as error messages name it.</param>
    /// <exception cref="InputException">The stream is longer than the limit.</exception>
    /// <exception cref="FailureException">The stream cannot be read.</exception>
    public static ReadOnlyMemory<byte> ReadAll(Stream stream, int limit, string name)
    {
        byte[] bytes = new byte[Math.Min(limit, FirstLength)];
        int filled = 0;
        try
        {
            while (true)
            {
                int read = stream.Read(bytes, filled, bytes.Length - filled);
                if (read == 0) return bytes.AsMemory(0, filled);
                filled += read;
                if (filled < bytes.Length) continue;
                if (filled == limit) return stream.ReadByte() < 0 ? bytes : throw new InputException($"{name}: the stream exceeds the limit of {limit} bytes");
                Array.Resize(ref bytes, (int)Math.Min(2L * bytes.Length, limit));
            }
        }
        catch (IOException e)
        {
            throw new FailureException($"{name}: could not be read: {e.Message}", e);
        }
    }
}
