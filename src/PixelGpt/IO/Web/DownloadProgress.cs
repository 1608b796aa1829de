namespace PixelGpt.IO.Web;

/// <summary>Progress of a download.</summary>
/// <param name="Done">Number of bytes on disk.</param>
/// <param name="Total">Size of the file in bytes; null if the server does not report it.</param>
/// <param name="Resumed">Number of bytes that an earlier attempt downloaded.</param>
/// <param name="Problem">Why the last attempt failed and when the next one starts; null while bytes arrive.</param>
internal sealed record DownloadProgress(long Done, long? Total, long Resumed, string? Problem = null);
