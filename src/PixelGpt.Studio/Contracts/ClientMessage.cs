using System.Text.RegularExpressions;

namespace PixelGpt.Studio.Contracts;

/// <summary>Words failures for clients, which must not learn the folders of the machine or names of .NET types.</summary>
internal static partial class ClientMessage
{
    /// <summary>The message for an exception whose own message is not meant for clients.</summary>
    public const string Internal = "internal error; the studio's console output has the details";

    /// <summary>Returns the message of a failure that ended work in the background.</summary>
    /// <param name="e">The exception.</param>
    public static string Of(Exception e) => e switch
    {
        PixelGptException => WithoutFolders(e.Message),
        ApiException or TimeoutException => e.Message,
        OperationCanceledException => "the studio was closed",
        _ => Internal,
    };

    /// <summary>Reduces absolute paths in a message to the name of the file or folder. Paths of the API stay as they are.</summary>
    public static string WithoutFolders(string message) => AbsolutePath().Replace(message, match =>
    {
        string name = Path.GetFileName(match.Value.TrimEnd('/', '\\'));
        return name.Length > 0 ? name : match.Value;
    });

    /// <summary>Matches absolute paths, which may have spaces in quotes and before a colon at the start of a message.</summary>
    [GeneratedRegex(@"(?<=')(?:[A-Za-z]:)?[/\\](?!api/|openapi/)[^']+(?=')|^(?:[A-Za-z]:)?[/\\](?!api/|openapi/)[^:]+[/\\][^:/\\]+(?=:)|(?<![\w.:/\\'-])(?:[A-Za-z]:)?[/\\](?!api/|openapi/)[^\s:;,/\\']+(?:[/\\][^\s:;,/\\']+)+")]
    private static partial Regex AbsolutePath();
}
