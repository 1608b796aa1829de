using System.Text.Json;
using System.Text.RegularExpressions;

namespace PixelGpt.IO;

/// <summary>Words errors in JSON for users: the serializer's messages name .NET types.</summary>
internal static partial class JsonFault
{
    private const int MaxLength = 200;

    /// <summary>Describes an error in one line: what is wrong and where.</summary>
    /// <param name="e">An exception for which <see cref="InputJson.IsFault"/> is true.</param>
    public static string Describe(Exception e) => e is JsonException json ? $"{Reason(json)}{Place(json)}" : Excerpt.Of(e.Message, MaxLength).TrimEnd('.');

    /// <summary>Returns where the error is, such as <c> at $.seed (line 1, byte 32)</c>; empty if it is unknown.</summary>
    public static string Place(JsonException e)
    {
        string path = e.Path is { Length: > 1 } ? $" at {Excerpt.Of(e.Path, 80)}" : "";
        string line = e.LineNumber is { } number ? $" (line {number + 1}, byte {e.BytePositionInLine + 1})" : "";
        return path + line;
    }

    /// <summary>Returns what is wrong, without names of .NET types.</summary>
    public static string Reason(JsonException e)
    {
        string message = e.Message;
        if (UnknownProperty().Match(message) is { Success: true } unknown) return $"unknown property '{Excerpt.Of(unknown.Groups[1].Value)}'";
        if (MissingProperties().Match(message) is { Success: true } missing) return $"missing required properties: {Excerpt.Of(missing.Groups[1].Value, MaxLength)}";
        if (DuplicateProperty().Match(message) is { Success: true } duplicate) return $"the property '{Excerpt.Of(duplicate.Groups[1].Value)}' occurs twice";
        if (NullValue().IsMatch(message)) return "the value must not be null";
        if (message.Contains("could not be converted to System.Byte[]", StringComparison.Ordinal)) return "the value must be a base64 string";
        if (message.Contains("could not be converted to", StringComparison.Ordinal)) return "the value has the wrong type or is out of range";
        return Excerpt.Of(Position().Replace(message, ""), MaxLength).TrimEnd('.');
    }

    [GeneratedRegex("property '(.*?)' could not be mapped", RegexOptions.Singleline)]
    private static partial Regex UnknownProperty();

    [GeneratedRegex("[Dd]uplicate property '(.*?)'", RegexOptions.Singleline)]
    private static partial Regex DuplicateProperty();

    [GeneratedRegex("on type .* null values")]
    private static partial Regex NullValue();

    [GeneratedRegex(@"missing required properties including: (.*?)\.( Path:|$)")]
    private static partial Regex MissingProperties();

    /// <summary>Matches what the serializer and the parser append about the place.</summary>
    [GeneratedRegex(@"\.? (Path:|LineNumber:) .*$", RegexOptions.Singleline)]
    private static partial Regex Position();
}
