namespace PixelGpt.Formats.Onnx;

/// <summary>The element type of a tensor, with the numbers of <c>TensorProto.DataType</c>.</summary>
internal enum OnnxElementType
{
    /// <summary>Float32.</summary>
    Float = 1,

    /// <summary>Signed 64-bit integers.</summary>
    Int64 = 7,

    /// <summary>Boolean values.</summary>
    Bool = 9,

    /// <summary>Float16.</summary>
    Float16 = 10,
}
