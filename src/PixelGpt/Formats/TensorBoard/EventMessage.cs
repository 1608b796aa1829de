using PixelGpt.Formats.Protobuf;

namespace PixelGpt.Formats.TensorBoard;

/// <summary>Writes messages <c>Event</c>, and reads their step.</summary>
internal static class EventMessage
{
    private const string Version = "brain.Event:2";

    private const int StepField = 2;

    /// <summary>Creates the event with which a file begins.</summary>
    /// <param name="time">The time of the event.</param>
    public static ProtobufMessage FileStart(DateTimeOffset time) => Start(time).Add(3, Version);

    /// <summary>Creates an event with values.</summary>
    /// <param name="time">The time of the event.</param>
    /// <param name="step">The step that the values belong to.</param>
    /// <param name="summary">The values.</param>
    public static ProtobufMessage WithValues(DateTimeOffset time, long step, EventSummary summary) => Start(time).Add(StepField, step).Add(5, summary.Message);

    /// <summary>Reads the step of an event.</summary>
    /// <returns>The step, 0 if the event has none; null if the message is damaged.</returns>
    public static long? StepOf(ReadOnlySpan<byte> message)
    {
        long step = 0;
        try
        {
            for (var reader = new ProtobufReader(message); reader.Next();)
            {
                if (reader.Field == StepField) step = reader.ReadInt64();
                else reader.Skip();
            }
        }
        catch (InputException)
        {
            return null;
        }

        return step;
    }

    private static ProtobufMessage Start(DateTimeOffset time) => new ProtobufMessage().Add(1, time.ToUnixTimeMilliseconds() / 1000.0);
}
