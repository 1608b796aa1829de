using PixelGpt.Formats.Protobuf;

namespace PixelGpt.Formats.Onnx;

/// <summary>An attribute of a node.</summary>
internal sealed class OnnxAttribute
{
    private const int NameField = 1, FloatField = 2, IntField = 3, IntsField = 8, TypeField = 20;
    private const long FloatType = 1, IntType = 2, IntsType = 7;

    private readonly ProtobufMessage _message = new();

    private OnnxAttribute(string name) => _message.Add(NameField, name);

    /// <summary>Creates an attribute that is a number.</summary>
    /// <param name="name">Name of the attribute.</param>
    /// <param name="value">The value.</param>
    public static OnnxAttribute Of(string name, float value)
    {
        var attribute = new OnnxAttribute(name);
        attribute._message.Add(FloatField, value);
        attribute._message.Add(TypeField, FloatType);
        return attribute;
    }

    /// <summary>Creates an attribute that is an integer.</summary>
    /// <param name="name">Name of the attribute.</param>
    /// <param name="value">The value.</param>
    public static OnnxAttribute Of(string name, long value)
    {
        var attribute = new OnnxAttribute(name);
        attribute._message.Add(IntField, value);
        attribute._message.Add(TypeField, IntType);
        return attribute;
    }

    /// <summary>Creates an attribute that is a list of integers.</summary>
    /// <param name="name">Name of the attribute.</param>
    /// <param name="values">The values.</param>
    public static OnnxAttribute Of(string name, params ReadOnlySpan<long> values)
    {
        var attribute = new OnnxAttribute(name);
        foreach (long value in values) attribute._message.Add(IntsField, value);
        attribute._message.Add(TypeField, IntsType);
        return attribute;
    }

    /// <summary>Returns the attribute as an <c>AttributeProto</c>.</summary>
    public ProtobufMessage ToMessage() => _message;
}
