using System.Globalization;
using System.Net;
using PixelGpt.Numerics;

namespace PixelGpt.IO.Web;

/// <summary>
/// Retry policy for HTTP requests: exponential back-off with up to 50 % random reduction, so that many clients do not retry at
/// the same time, and never sooner than the server asks for.
/// </summary>
internal sealed class RetryPolicy(TimeProvider clock)
{
    /// <summary>Longest delay that is accepted from a server: the rate-limit window of the Hugging Face hub.</summary>
    public static readonly TimeSpan MaxRetryAfter = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private PhiloxRandom _jitter = new((ulong)clock.GetTimestamp());

    /// <summary>Whether a retry may succeed after a response with this status.</summary>
    public static bool IsTransient(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
        || (status >= HttpStatusCode.InternalServerError && status != HttpStatusCode.NotImplemented);

    /// <summary>Computes the delay before the next attempt.</summary>
    /// <param name="attempts">Number of attempts made, from 1.</param>
    /// <param name="retryAfter">Delay that the server asks for, or null.</param>
    public TimeSpan GetDelay(int attempts, TimeSpan? retryAfter)
    {
        TimeSpan full = First * Math.Pow(2, Math.Min(attempts - 1, 10));
        TimeSpan wait = (full < Longest ? full : Longest) * (1 - (_jitter.NextDouble() / 2));
        return retryAfter > wait ? retryAfter.Value : wait;
    }

    /// <summary>
    /// Reads the delay that a response asks for, or null: <c>Retry-After</c> in seconds or as a date (RFC 9110 §10.2.3), or the
    /// remaining time <c>t</c> of the hub's rate-limit window (<c>RateLimit: "api";r=0;t=55</c>).
    /// </summary>
    public TimeSpan? GetRetryAfter(HttpResponseMessage response)
    {
        if (response.Headers.RetryAfter is { } after) return after.Delta ?? (after.Date - clock.GetUtcNow());
        if (response.StatusCode != HttpStatusCode.TooManyRequests || !response.Headers.TryGetValues("RateLimit", out IEnumerable<string>? limits)) return null;
        string? rest = string.Join(';', limits).Split(';', StringSplitOptions.TrimEntries).FirstOrDefault(p => p.StartsWith("t=", StringComparison.Ordinal));
        return rest is not null && int.TryParse(rest.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out int seconds)
            ? TimeSpan.FromSeconds(seconds)
            : null;
    }
}
