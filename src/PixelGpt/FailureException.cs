namespace PixelGpt;

/// <summary>A failure outside the user's control, such as a network error or a full disk. The command line exits with code 1.</summary>
/// <param name="message">The message.</param>
/// <param name="inner">The exception that caused this one, or null.</param>
public class FailureException(string message, Exception? inner = null) : PixelGptException(message, inner);
