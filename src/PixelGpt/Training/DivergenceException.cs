namespace PixelGpt.Training;

/// <summary>Training has failed because of its numbers: a loss or gradient is not finite, or the loss is too large. Repeating it gives the same failure.</summary>
/// <param name="message">The message.</param>
internal sealed class DivergenceException(string message) : FailureException(message);
