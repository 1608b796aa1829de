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
        while (message.Length > 0)
        {
            if (ReadNumber(ref message) is not { } tag) return null;
            ulong skipped;
            switch (tag & 7)
            {
                case 0:
                    if (ReadNumber(ref message) is not { } value) return null;
                    if (tag >> 3 == StepField) step = (long)value;
                    continue;
                case 1:
                    skipped = sizeof(ulong);
                    break;
                case 2:
                    if (ReadNumber(ref message) is not { } length) return null;
                    skipped = length;
                    break;
                case 5:
                    skipped = sizeof(uint);
                    break;
                default:
                    return null;
            }

            if (skipped > (ulong)message.Length) return null;
            message = message[(int)skipped..];
        }

        return step;
    }

    private static ProtobufMessage Start(DateTimeOffset time) => new ProtobufMessage().Add(1, time.ToUnixTimeMilliseconds() / 1000.0);

    private static ulong? ReadNumber(ref ReadOnlySpan<byte> message)
    {
        ulong value = 0;
        for (int i = 0; i < Math.Min(message.Length, 10); i++)
        {
            value |= (ulong)(message[i] & 0x7f) << (7 * i);
            if (message[i] >= 0x80) continue;
            message = message[(i + 1)..];
            return value;
        }

        return null;
    }
}
