namespace PixelGpt.IO.Web;

/// <summary>How far a download is.</summary>
/// <param name="Done">Bytes that are here.</param>
/// <param name="Total">Bytes in all; null where the server does not tell.</param>
/// <param name="Resumed">Of those that are here, the ones that an earlier try left.</param>
/// <param name="Trouble">What it waits for before the next try; null while bytes come.</param>
public sealed record DownloadProgress(long Done, long? Total, long Resumed, string? Trouble = null);
