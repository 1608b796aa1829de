using PixelGpt.Formats.Protobuf;

namespace PixelGpt.Formats.TensorBoard;

/// <summary>The values of one event for TensorBoard: a message <c>Summary</c>.</summary>
internal sealed class EventSummary
{
    private const int StringTensor = 7, RgbColorSpace = 3;

    private readonly ProtobufMessage _message = new();

    /// <summary>The message.</summary>
    public ProtobufMessage Message => _message;

    /// <summary>Adds a number.</summary>
    /// <param name="tag">The name; the part before a slash is the group.</param>
    /// <param name="value">The number.</param>
    public EventSummary Scalar(string tag, double value) => Add(new ProtobufMessage().Add(1, tag).Add(2, (float)value));

    /// <summary>Adds a picture.</summary>
    /// <param name="tag">The name.</param>
    /// <param name="width">The width in pixels.</param>
    /// <param name="height">The height in pixels.</param>
    /// <param name="png">The picture as a PNG file.</param>
    public EventSummary Image(string tag, int width, int height, ReadOnlyMemory<byte> png) =>
        Add(new ProtobufMessage().Add(1, tag).Add(4, new ProtobufMessage().Add(1, height).Add(2, width).Add(3, RgbColorSpace).Add(4, png)));

    /// <summary>Adds text in Markdown.</summary>
    /// <param name="tag">The name.</param>
    /// <param name="text">The text.</param>
    public EventSummary Text(string tag, string text)
    {
        ProtobufMessage shape = new ProtobufMessage().Add(2, new ProtobufMessage().Add(1, 1));
        ProtobufMessage tensor = new ProtobufMessage().Add(1, StringTensor).Add(2, shape).Add(8, text);
        return Add(new ProtobufMessage().Add(1, tag).Add(8, tensor).Add(9, PluginData("text", default)));
    }

    /// <summary>Adds data that a plugin of TensorBoard reads.</summary>
    /// <param name="tag">The name.</param>
    /// <param name="plugin">The name of the plugin.</param>
    /// <param name="content">The data.</param>
    public EventSummary Plugin(string tag, string plugin, ReadOnlyMemory<byte> content) =>
        Add(new ProtobufMessage().Add(1, tag).Add(9, PluginData(plugin, content)));

    private static ProtobufMessage PluginData(string plugin, ReadOnlyMemory<byte> content) =>
        new ProtobufMessage().Add(1, new ProtobufMessage().Add(1, plugin).Add(2, content));

    private EventSummary Add(ProtobufMessage value)
    {
        _message.Add(1, value);
        return this;
    }
}
