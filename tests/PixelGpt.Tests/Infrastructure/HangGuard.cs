namespace PixelGpt.Tests.Infrastructure;

/// <summary>Ends tests that are stuck. It is far longer than any wait takes, so that it never decides the outcome of a test that works.</summary>
internal static class HangGuard
{
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
}
