namespace PixelGpt.Formats.Pth;

/// <summary>A one-dimensional array that tensors are views of. Its bytes may be read after the pickle that names it.</summary>
internal sealed class PthStorage(PthDtype dtype, string key, long count)
{
    public PthDtype Dtype { get; } = dtype;

    public string Key { get; } = key;

    public long Count { get; } = count;

    public ReadOnlyMemory<byte> Bytes { get; set; }

    public int ElementSize => Dtype switch
    {
        PthDtype.Float64 or PthDtype.Int64 => 8,
        PthDtype.Float32 or PthDtype.Int32 => 4,
        PthDtype.Float16 or PthDtype.BFloat16 or PthDtype.Int16 => 2,
        _ => 1,
    };
}
