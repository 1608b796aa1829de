namespace PixelGpt.Formats.Onnx;

/// <summary>The operators of ONNX that graphs are built from, in the form of operator set 17 (onnx.ai/onnx/operators).</summary>
internal static class OnnxOperations
{
    /// <summary>Adds a node that adds two values.</summary>
    public static OnnxValue Add(this OnnxGraphBuilder graph, OnnxValue a, OnnxValue b) => graph.Node("Add", [a, b]);

    /// <summary>Adds a node that subtracts a value from another.</summary>
    public static OnnxValue Subtract(this OnnxGraphBuilder graph, OnnxValue a, OnnxValue b) => graph.Node("Sub", [a, b]);

    /// <summary>Adds a node that multiplies two values element by element.</summary>
    public static OnnxValue Multiply(this OnnxGraphBuilder graph, OnnxValue a, OnnxValue b) => graph.Node("Mul", [a, b]);

    /// <summary>Adds a node that divides one value by another; integers are divided with a remainder.</summary>
    public static OnnxValue Divide(this OnnxGraphBuilder graph, OnnxValue a, OnnxValue b) => graph.Node("Div", [a, b]);

    /// <summary>Adds a node that computes a matrix product of the last two dimensions.</summary>
    public static OnnxValue MatMul(this OnnxGraphBuilder graph, OnnxValue a, OnnxValue b) => graph.Node("MatMul", [a, b]);

    /// <summary>Adds a node that is true where both values are.</summary>
    public static OnnxValue And(this OnnxGraphBuilder graph, OnnxValue a, OnnxValue b) => graph.Node("And", [a, b]);

    /// <summary>Adds a node that is true where <paramref name="a"/> is less than <paramref name="b"/>.</summary>
    public static OnnxValue Less(this OnnxGraphBuilder graph, OnnxValue a, OnnxValue b) => graph.Node("Less", [a, b]);

    /// <summary>Adds a node that is true where <paramref name="a"/> is at most <paramref name="b"/>.</summary>
    public static OnnxValue LessOrEqual(this OnnxGraphBuilder graph, OnnxValue a, OnnxValue b) => graph.Node("LessOrEqual", [a, b]);

    /// <summary>Adds a node that selects elements of <paramref name="a"/> where the condition is true, and of <paramref name="b"/> elsewhere.</summary>
    public static OnnxValue Where(this OnnxGraphBuilder graph, OnnxValue condition, OnnxValue a, OnnxValue b) => graph.Node("Where", [condition, a, b]);

    /// <summary>Adds a node that limits integers or numbers to a range.</summary>
    public static OnnxValue Clip(this OnnxGraphBuilder graph, OnnxValue value, OnnxValue min, OnnxValue max) => graph.Node("Clip", [value, min, max]);

    /// <summary>Adds a node that computes the softmax over the last dimension.</summary>
    public static OnnxValue Softmax(this OnnxGraphBuilder graph, OnnxValue value) => graph.Node("Softmax", [value], OnnxAttribute.Of("axis", -1L));

    /// <summary>Adds a node that computes 1 / (1 + e⁻ˣ).</summary>
    public static OnnxValue Sigmoid(this OnnxGraphBuilder graph, OnnxValue value) => graph.Node("Sigmoid", [value]);

    /// <summary>Adds a node that converts the elements to another type.</summary>
    public static OnnxValue Cast(this OnnxGraphBuilder graph, OnnxValue value, OnnxElementType type) => graph.Node("Cast", [value], OnnxAttribute.Of("to", (long)type));

    /// <summary>Adds a node that selects rows of a table by index.</summary>
    public static OnnxValue Gather(this OnnxGraphBuilder graph, OnnxValue table, OnnxValue indices, int axis = 0) => graph.Node("Gather", [table, indices], OnnxAttribute.Of("axis", (long)axis));

    /// <summary>Adds a node that selects one element along an axis for each element of the indices, whose other dimensions are those of the value.</summary>
    public static OnnxValue GatherElements(this OnnxGraphBuilder graph, OnnxValue value, OnnxValue indices, int axis) => graph.Node("GatherElements", [value, indices], OnnxAttribute.Of("axis", (long)axis));

    /// <summary>Adds a node that changes the shape. 0 keeps a dimension, −1 is the rest.</summary>
    public static OnnxValue Reshape(this OnnxGraphBuilder graph, OnnxValue value, params ReadOnlySpan<long> shape) => graph.Node("Reshape", [value, graph.Integers(shape)]);

    /// <summary>Adds a node that inserts dimensions of size 1.</summary>
    public static OnnxValue Unsqueeze(this OnnxGraphBuilder graph, OnnxValue value, params ReadOnlySpan<long> axes) => graph.Node("Unsqueeze", [value, graph.Integers(axes)]);

    /// <summary>Adds a node that reorders dimensions.</summary>
    public static OnnxValue Transpose(this OnnxGraphBuilder graph, OnnxValue value, params ReadOnlySpan<long> order) => graph.Node("Transpose", [value], OnnxAttribute.Of("perm", order));

    /// <summary>Adds a node that joins values along an axis.</summary>
    public static OnnxValue Concat(this OnnxGraphBuilder graph, int axis, params ReadOnlySpan<OnnxValue> values) => graph.Node("Concat", values, OnnxAttribute.Of("axis", (long)axis));

    /// <summary>Adds a node that splits a value along its last dimension.</summary>
    public static OnnxValue[] Split(this OnnxGraphBuilder graph, OnnxValue value, params ReadOnlySpan<long> sizes) =>
        graph.Node("Split", sizes.Length, [value, graph.Integers(sizes)], OnnxAttribute.Of("axis", -1L));

    /// <summary>Adds a node that adds up a dimension and removes it.</summary>
    public static OnnxValue ReduceSum(this OnnxGraphBuilder graph, OnnxValue value, int axis) => graph.Node("ReduceSum", [value, graph.Integers(axis)], OnnxAttribute.Of("keepdims", 0L));

    /// <summary>Adds nodes that return the size of a dimension, without dimensions.</summary>
    public static OnnxValue SizeOf(this OnnxGraphBuilder graph, OnnxValue value, int axis) => graph.Gather(graph.Node("Shape", [value]), graph.Integer(axis));

    /// <summary>Adds a node that returns the integers from <paramref name="first"/> to before <paramref name="end"/>.</summary>
    public static OnnxValue Range(this OnnxGraphBuilder graph, OnnxValue first, OnnxValue end) => graph.Node("Range", [first, end, graph.Integer(1)]);
}
