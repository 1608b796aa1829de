using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using PixelGpt.Formats.Protobuf;

namespace PixelGpt.Formats.Onnx;

/// <summary>
/// A graph of operations to be written as ONNX (onnx.ai, <c>GraphProto</c>). Nodes are added in the order in which they can be
/// computed; names are generated from the scope and the operation, so that the same calls give the same bytes.
/// </summary>
/// <param name="name">Name of the graph.</param>
internal sealed class OnnxGraphBuilder(string name)
{
    private const int NodeField = 1, NameField = 2, InitializerField = 5, InputField = 11, OutputField = 12;

    private readonly List<ProtobufMessage> _nodes = [];
    private readonly List<ProtobufMessage> _initializers = [];
    private readonly List<ProtobufMessage> _inputs = [];
    private readonly List<ProtobufMessage> _outputs = [];
    private readonly Dictionary<string, int> _counts = [];
    private readonly Dictionary<string, OnnxValue> _constants = [];

    /// <summary>The part of the model that nodes are added for, the first part of their names.</summary>
    public string Scope { get; set; } = "";

    /// <summary>The number of nodes.</summary>
    public int NodeCount => _nodes.Count;

    /// <summary>Adds an input.</summary>
    /// <param name="name">Name of the input.</param>
    /// <param name="type">Element type.</param>
    /// <param name="shape">Its dimensions.</param>
    public OnnxValue Input(string name, OnnxElementType type, params ReadOnlySpan<OnnxDimension> shape)
    {
        _inputs.Add(ValueInfo(name, type, shape));
        return new OnnxValue(name);
    }

    /// <summary>Adds a node with one output.</summary>
    /// <param name="operation">Name of the operator.</param>
    /// <param name="inputs">Inputs of the operator.</param>
    /// <param name="attributes">Attributes of the operator.</param>
    public OnnxValue Node(string operation, ReadOnlySpan<OnnxValue> inputs, params ReadOnlySpan<OnnxAttribute> attributes) => Node(operation, 1, inputs, attributes)[0];

    /// <summary>Adds a node with several outputs.</summary>
    /// <param name="operation">Name of the operator.</param>
    /// <param name="outputs">Number of outputs.</param>
    /// <param name="inputs">Inputs of the operator.</param>
    /// <param name="attributes">Attributes of the operator.</param>
    public OnnxValue[] Node(string operation, int outputs, ReadOnlySpan<OnnxValue> inputs, params ReadOnlySpan<OnnxAttribute> attributes)
    {
        string name = UniqueName(operation);
        string[] values = outputs == 1 ? [name] : [.. Enumerable.Range(0, outputs).Select(i => $"{name}.{i.ToString(CultureInfo.InvariantCulture)}")];
        AddNode(operation, name, inputs, values, attributes);
        return [.. values.Select(value => new OnnxValue(value))];
    }

    /// <summary>Adds a node whose output is an output of the graph.</summary>
    /// <param name="output">Name of the output.</param>
    /// <param name="type">Element type of the output.</param>
    /// <param name="shape">Dimensions of the output.</param>
    /// <param name="operation">Name of the operator.</param>
    /// <param name="inputs">Inputs of the operator.</param>
    /// <param name="attributes">Attributes of the operator.</param>
    public OnnxValue OutputNode(string output, OnnxElementType type, ReadOnlySpan<OnnxDimension> shape, string operation, ReadOnlySpan<OnnxValue> inputs, params ReadOnlySpan<OnnxAttribute> attributes)
    {
        AddNode(operation, UniqueName(operation), inputs, [output], attributes);
        _outputs.Add(ValueInfo(output, type, shape));
        return new OnnxValue(output);
    }

    /// <summary>Adds a tensor of constants.</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <param name="type">Element type of the bytes.</param>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="data">The elements, row-major and little-endian.</param>
    public OnnxValue Initializer(string name, OnnxElementType type, ReadOnlySpan<int> shape, ReadOnlyMemory<byte> data)
    {
        const int DimensionsField = 1, TypeField = 2, TensorNameField = 8, RawField = 9;
        var tensor = new ProtobufMessage();
        foreach (int size in shape) tensor.Add(DimensionsField, (long)size);
        tensor.Add(TypeField, (long)type);
        tensor.Add(TensorNameField, name);
        tensor.Add(RawField, data);
        _initializers.Add(tensor);
        return new OnnxValue(name);
    }

    /// <summary>Returns a list of integers as a constant [n].</summary>
    /// <param name="values">The integers.</param>
    public OnnxValue Integers(params ReadOnlySpan<long> values) => Integers(values, values.Length);

    /// <summary>Returns an integer as a constant without dimensions.</summary>
    /// <param name="value">The integer.</param>
    public OnnxValue Integer(long value) => Integers([value], shape: []);

    /// <summary>Returns a number as a constant without dimensions.</summary>
    /// <param name="value">The number.</param>
    public OnnxValue Number(float value)
    {
        byte[] data = new byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(data, value);
        return Constant("number", value.ToString("R", CultureInfo.InvariantCulture), OnnxElementType.Float, [], data);
    }

    /// <summary>Returns the graph as a <c>GraphProto</c>.</summary>
    public ProtobufMessage ToMessage()
    {
        var message = new ProtobufMessage();
        foreach (ProtobufMessage node in _nodes) message.Add(NodeField, node);
        message.Add(NameField, name);
        foreach (ProtobufMessage initializer in _initializers) message.Add(InitializerField, initializer);
        foreach (ProtobufMessage input in _inputs) message.Add(InputField, input);
        foreach (ProtobufMessage output in _outputs) message.Add(OutputField, output);
        return message;
    }

    private OnnxValue Integers(ReadOnlySpan<long> values, params ReadOnlySpan<int> shape)
    {
        byte[] data = new byte[values.Length * sizeof(long)];
        for (int i = 0; i < values.Length; i++) BinaryPrimitives.WriteInt64LittleEndian(data.AsSpan(i * sizeof(long)), values[i]);
        return Constant(shape.IsEmpty ? "integer" : "integers", string.Join('_', values.ToArray()), OnnxElementType.Int64, shape, data);
    }

    /// <summary>Returns a constant, which nodes with the same constant share.</summary>
    private OnnxValue Constant(string kind, string text, OnnxElementType type, ReadOnlySpan<int> shape, byte[] data)
    {
        ref OnnxValue value = ref CollectionsMarshal.GetValueRefOrAddDefault(_constants, $"{kind}/{text}", out bool exists);
        if (!exists) value = Initializer($"{kind}/{text}", type, shape, data);
        return value;
    }

    private void AddNode(string operation, string name, ReadOnlySpan<OnnxValue> inputs, ReadOnlySpan<string> outputs, ReadOnlySpan<OnnxAttribute> attributes)
    {
        const int InputsField = 1, OutputsField = 2, NodeNameField = 3, OperatorField = 4, AttributesField = 5;
        var node = new ProtobufMessage();
        foreach (OnnxValue input in inputs) node.Add(InputsField, input.Name);
        foreach (string output in outputs) node.Add(OutputsField, output);
        node.Add(NodeNameField, name);
        node.Add(OperatorField, operation);
        foreach (OnnxAttribute attribute in attributes) node.Add(AttributesField, attribute.ToMessage());
        _nodes.Add(node);
    }

    private static ProtobufMessage ValueInfo(string name, OnnxElementType type, ReadOnlySpan<OnnxDimension> shape)
    {
        const int NameField = 1, TypeField = 2, TensorTypeField = 1, ElementTypeField = 1, ShapeField = 2, DimensionField = 1;
        ProtobufMessage dimensions = new(), tensor = new(), typeMessage = new(), info = new();
        foreach (OnnxDimension dimension in shape) dimensions.Add(DimensionField, dimension.ToMessage());
        tensor.Add(ElementTypeField, (long)type);
        tensor.Add(ShapeField, dimensions);
        typeMessage.Add(TensorTypeField, tensor);
        info.Add(NameField, name);
        info.Add(TypeField, typeMessage);
        return info;
    }

    private string UniqueName(string operation)
    {
        string stem = $"{Scope}/{operation}";
        int count = _counts[stem] = _counts.GetValueOrDefault(stem) + 1;
        return count == 1 ? stem : $"{stem}_{count.ToString(CultureInfo.InvariantCulture)}";
    }
}
