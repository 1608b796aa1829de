namespace PixelGpt;

/// <summary>
/// A mistake in the user's input: a file, a value or an option. The message states what is wrong, where (file, line,
/// value) and how to fix it. The command line exits with code 2.
/// </summary>
/// <param name="message">The message.</param>
/// <param name="inner">The exception that caused this one, or null.</param>
public sealed class InputException(string message, Exception? inner = null) : PixelGptException(message, inner)
{
    /// <summary>Creates an exception for one line of a text file, with a message of the form <c>path:line: what</c>.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="line">Line number, starting at 1.</param>
    /// <param name="what">What is wrong and how to fix it.</param>
    /// <returns>The exception.</returns>
    public static InputException At(string path, int line, string what) => new($"{path}:{line}: {what}");

    /// <summary>Runs a function and prefixes the message of any <see cref="InputException"/> with the path of a file.</summary>
    /// <typeparam name="T">Type of the result.</typeparam>
    /// <param name="path">Path of the file that the function works on.</param>
    /// <param name="work">Function to run.</param>
    /// <returns>The result of <paramref name="work"/>.</returns>
    /// <exception cref="InputException"><paramref name="work"/> threw one; the message is <c>path: what</c>.</exception>
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

    /// <summary>Checks a named value.</summary>
    /// <typeparam name="T">Type of the value.</typeparam>
    /// <param name="holds">Whether the value is valid.</param>
    /// <param name="name">Name of the value in the message.</param>
    /// <param name="value">The value.</param>
    /// <param name="wanted">Description of the valid values, such as <c>1 to 64</c>.</param>
    /// <exception cref="InputException">The value is not valid; the message is <c>name must be wanted (got value)</c>.</exception>
    public static void Check<T>(bool holds, string name, T value, string wanted)
    {
        if (!holds) throw new InputException(FormattableString.Invariant($"{name} must be {wanted} (got {value})"));
    }
}
