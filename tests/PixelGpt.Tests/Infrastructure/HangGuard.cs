namespace PixelGpt.Tests.Infrastructure;

/// <summary>The timeout for tests that hang. It is far longer than any expected wait, so that a slow machine does not make tests fail.</summary>
internal static class HangGuard
{
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
}
