namespace PixelGpt.Parquet.Reading;

/// <summary>A file in memory of which only the bytes before <see cref="End"/> can be read. The library reads on if a page has fewer values than its header says.</summary>
/// <param name="bytes">The whole file.</param>
internal sealed class BoundedStream(byte[] bytes) : MemoryStream(bytes, writable: false)
{
    /// <summary>The position at which the stream seems to end.</summary>
    public long End { get; set; } = bytes.Length;

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, (int)Math.Clamp(End - Position, 0, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer) => base.Read(buffer[..(int)Math.Clamp(End - Position, 0, buffer.Length)]);

    /// <inheritdoc/>
    public override int ReadByte() => Position < End ? base.ReadByte() : -1;
}
