using System.Text.Json;

namespace PixelGpt.IO;

/// <summary>How JSON from strangers is read: not deep, no name twice, and whatever the library has to say of it is an <see cref="InputException"/>.</summary>
internal static class InputJson
{
    /// <summary>Deeper than anything we read.</summary>
    public const int MaxDepth = 32;

    /// <summary>The rules.</summary>
    public static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>Whether an exception says that JSON is not as it should be: half an emoji as an escape is only noticed when its text is asked for, and then by another name.</summary>
    public static bool IsFault(Exception e) => e is JsonException or InvalidOperationException or FormatException or ArgumentException or NotSupportedException;

    /// <summary>Reads, and puts a fault of the JSON into words.</summary>
    /// <param name="path">The file's name in errors.</param>
    /// <param name="read">Reads it.</param>
    /// <exception cref="InputException">It is no JSON, or not of the form that is wanted.</exception>
    public static T Read<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (IsFault(e))
        {
            throw new InputException($"{path}: not valid JSON, or not what should be here: {Excerpt.Of(e.Message, 200)}", e);
        }
    }
}
