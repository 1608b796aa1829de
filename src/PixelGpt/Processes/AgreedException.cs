namespace PixelGpt.Processes;

/// <summary>An error of the user that all processes of a group have found together, so that it is reported once.</summary>
/// <param name="message">What is wrong, and how to correct it.</param>
internal sealed class AgreedException(string message) : PixelGptException(message);
