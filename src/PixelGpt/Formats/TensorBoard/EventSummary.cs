namespace PixelGpt.Formats.TensorBoard;

/// <summary>The values of one event for TensorBoard: a message <c>Summary</c>.</summary>
internal sealed class EventSummary
{
    private const int StringTensor = 7, RgbColorSpace = 3;

    private readonly ProtobufWriter _message = new();

    /// <summary>The message.</summary>
    public ProtobufWriter Message => _message;

    /// <summary>Adds a number.</summary>
    /// <param name="tag">The name; the part before a slash is the group.</param>
    /// <param name="value">The number.</param>
    public EventSummary Scalar(string tag, double value) => Add(new ProtobufWriter().Text(1, tag).Single(2, (float)value));

    /// <summary>Adds a picture.</summary>
    /// <param name="tag">The name.</param>
    /// <param name="width">The width in pixels.</param>
    /// <param name="height">The height in pixels.</param>
    /// <param name="png">The picture as a PNG file.</param>
    public EventSummary Image(string tag, int width, int height, ReadOnlySpan<byte> png) =>
        Add(new ProtobufWriter().Text(1, tag).Message(4, new ProtobufWriter().Integer(1, height).Integer(2, width).Integer(3, RgbColorSpace).Content(4, png)));

    /// <summary>Adds text in Markdown.</summary>
    /// <param name="tag">The name.</param>
    /// <param name="text">The text.</param>
    public EventSummary Text(string tag, string text)
    {
        ProtobufWriter shape = new ProtobufWriter().Message(2, new ProtobufWriter().Integer(1, 1));
        ProtobufWriter tensor = new ProtobufWriter().Integer(1, StringTensor).Message(2, shape).Text(8, text);
        return Add(new ProtobufWriter().Text(1, tag).Message(8, tensor).Message(9, PluginData("text", [])));
    }

    /// <summary>Adds data that a plugin of TensorBoard reads.</summary>
    /// <param name="tag">The name.</param>
    /// <param name="plugin">The name of the plugin.</param>
    /// <param name="content">The data.</param>
    public EventSummary Plugin(string tag, string plugin, ReadOnlySpan<byte> content) =>
        Add(new ProtobufWriter().Text(1, tag).Message(9, PluginData(plugin, content)));

    private static ProtobufWriter PluginData(string plugin, ReadOnlySpan<byte> content) =>
        new ProtobufWriter().Message(1, new ProtobufWriter().Text(1, plugin).Content(2, content));

    private EventSummary Add(ProtobufWriter value)
    {
        _message.Message(1, value);
        return this;
    }
}
