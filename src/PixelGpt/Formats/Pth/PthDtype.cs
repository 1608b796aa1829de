namespace PixelGpt.Formats.Pth;

/// <summary>The element type of a storage.</summary>
internal enum PthDtype
{
    Float32,
    Float64,
    Float16,
    BFloat16,
    Int64,
    Int32,
    Int16,
    Int8,
    UInt8,
    Bool,
}
