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
        var session = new ProtobufWriter();
        foreach ((string name, object value) in values)
        {
            ProtobufWriter written = value switch
            {
                bool flag => new ProtobufWriter().Integer(4, flag ? 1 : 0),
                double number => new ProtobufWriter().Double(2, number),
                _ => new ProtobufWriter().Text(3, (string)value),
            };
            session.Message(1, new ProtobufWriter().Text(1, name).Message(2, written));
        }

        session.Double(5, startTime.ToUnixTimeMilliseconds() / 1000.0);
        return summary.Plugin(StartTag, Plugin, new ProtobufWriter().Message(3, session).Bytes);
    }
}
