using System.Text.Json;

namespace PixelGpt.IO;

/// <summary>Settings and error handling for reading untrusted JSON.</summary>
internal static class InputJson
{
    /// <summary>Maximum nesting depth; deeper than any file that PixelGpt reads.</summary>
    public const int MaxDepth = 32;

    /// <summary>Parser options: limited depth, no duplicate properties.</summary>
    public static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>
    /// Whether an exception reports malformed JSON. An unpaired surrogate escape, for example, is detected only when its text is
    /// read, and then it is not a <see cref="JsonException"/>.
    /// </summary>
    public static bool IsFault(Exception e) => e is JsonException or InvalidOperationException or FormatException or ArgumentException or NotSupportedException;

    /// <summary>Runs a JSON reader and converts errors in the JSON to <see cref="InputException"/>.</summary>
    /// <param name="path">File name used in error messages.</param>
    /// <param name="read">Reads the JSON.</param>
    /// <exception cref="InputException">The JSON is malformed or has an unexpected structure.</exception>
    public static T Read<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (IsFault(e))
        {
            throw new InputException($"{path}: malformed or unexpected JSON: {JsonFault.Describe(e)}", e);
        }
    }
}
