namespace PixelGpt;

/// <summary>
/// What went wrong, in one line that a person can act on. The two kinds differ in whose move it is next:
/// <see cref="InputException"/> is for the user to mend, <see cref="FailureException"/> is not their fault. What a message
/// quotes may come from a stranger's file: it can neither break the line nor steer a terminal.
/// </summary>
public abstract class PixelGptException : Exception
{
    private protected PixelGptException(string message, Exception? inner = null)
        : base(Excerpt.OneLine(message), inner)
    {
    }
}

/// <summary>
/// A mistake in what the user gave: a file, a value, an option. The message says what is wrong, where
/// (file, line, value) and how to mend it. The command line exits with 2.
/// </summary>
public sealed class InputException(string message, Exception? inner = null) : PixelGptException(message, inner)
{
    /// <summary>A mistake at one line of a text file, told as <c>path:line: what</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="line">The line, counted from 1.</param>
    /// <param name="what">What is wrong and how to mend it.</param>
    public static InputException At(string path, int line, string what) => new($"{path}:{line}: {what}");

    /// <summary>Does something with what a file holds; a mistake found on the way is told with the file before it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="work">What is done.</param>
    /// <exception cref="InputException">What <paramref name="work"/> threw, as <c>path: what</c>.</exception>
    public static T Within<T>(string path, Func<T> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        try
        {
            return work();
        }
        catch (InputException e)
        {
            throw new InputException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>Makes sure that a named value makes sense.</summary>
    /// <exception cref="InputException">It does not: <c>name is value; it must be wanted</c>.</exception>
    public static void Check<T>(bool holds, string name, T value, string wanted)
    {
        if (!holds) throw new InputException(FormattableString.Invariant($"{name} is {value}; it must be {wanted}"));
    }
}

/// <summary>
/// Something outside the user's hands failed (the network, a disk). The command line exits with 1. Subclasses, such as
/// <see cref="Generation.Batching.QueueFullException"/>, add what a caller needs to go on.
/// </summary>
public class FailureException(string message, Exception? inner = null) : PixelGptException(message, inner);
