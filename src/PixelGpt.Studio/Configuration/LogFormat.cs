namespace PixelGpt.Studio.Configuration;

/// <summary>The format of the log on standard error.</summary>
public enum LogFormat
{
    /// <summary>One line of text per entry.</summary>
    Text,

    /// <summary>One JSON object per line, with the values of an entry in <c>State</c>.</summary>
    Json,
}
