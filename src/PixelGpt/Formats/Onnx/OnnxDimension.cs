using PixelGpt.Formats.Protobuf;

namespace PixelGpt.Formats.Onnx;

/// <summary>A dimension of an input or output: a fixed size, or a name that stands for any size.</summary>
internal readonly record struct OnnxDimension
{
    private readonly string? _name;
    private readonly int _size;

    private OnnxDimension(string? name, int size) => (_name, _size) = (name, size);

    /// <summary>Creates a dimension of a fixed size.</summary>
    /// <param name="size">The size.</param>
    public static implicit operator OnnxDimension(int size) => new(null, size);

    /// <summary>Creates a dimension of any size.</summary>
    /// <param name="name">Name of the dimension; dimensions of the same name have the same size.</param>
    public static implicit operator OnnxDimension(string name) => new(name, 0);

    /// <summary>Returns the dimension as a <c>TensorShapeProto.Dimension</c>.</summary>
    public ProtobufMessage ToMessage()
    {
        const int Value = 1, Parameter = 2;
        var message = new ProtobufMessage();
        if (_name is null) message.Add(Value, (long)_size);
        else message.Add(Parameter, _name);
        return message;
    }
}
