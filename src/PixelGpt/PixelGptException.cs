namespace PixelGpt;

/// <summary>
/// Base class of the errors that are reported to the user as one line: <see cref="InputException"/> for mistakes in the
/// input and <see cref="FailureException"/> for everything else. Control characters in the message are replaced by spaces,
/// because messages quote text from untrusted files.
/// </summary>
public abstract class PixelGptException : Exception
{
    private protected PixelGptException(string message, Exception? inner = null)
        : base(Excerpt.OneLine(message), inner)
    {
    }
}
