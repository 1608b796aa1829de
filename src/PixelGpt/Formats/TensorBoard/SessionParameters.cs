using PixelGpt.Formats.Protobuf;

namespace PixelGpt.Formats.TensorBoard;

/// <summary>The hyperparameters of a run as the HPARAMS page of TensorBoard reads them.</summary>
internal static class SessionParameters
{
    private const string Plugin = "hparams", StartTag = "_hparams_/session_start_info";

    /// <summary>Adds hyperparameters to a summary.</summary>
    /// <param name="summary">The summary.</param>
    /// <param name="values">The values: numbers, booleans and text.</param>
    /// <param name="startTime">When the run started.</param>
    public static EventSummary AddParameters(this EventSummary summary, IEnumerable<(string Name, object Value)> values, DateTimeOffset startTime)
    {
        var session = new ProtobufMessage();
        foreach ((string name, object value) in values)
        {
            ProtobufMessage written = value switch
            {
                bool flag => new ProtobufMessage().Add(4, flag ? 1L : 0L),
                double number => new ProtobufMessage().Add(2, number),
                _ => new ProtobufMessage().Add(3, (string)value),
            };
            session.Add(1, new ProtobufMessage().Add(1, name).Add(2, written));
        }

        session.Add(5, startTime.ToUnixTimeMilliseconds() / 1000.0);
        return summary.Plugin(StartTag, Plugin, new ProtobufMessage().Add(3, session).ToArray());
    }
}
