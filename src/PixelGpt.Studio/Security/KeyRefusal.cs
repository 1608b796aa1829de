namespace PixelGpt.Studio.Security;

/// <summary>Records that a request was refused because of its API key.</summary>
/// <param name="Status">The status: 401 for a missing or wrong key, 403 for one without the role, 429 for too many wrong ones.</param>
internal sealed record KeyRefusal(int Status);
