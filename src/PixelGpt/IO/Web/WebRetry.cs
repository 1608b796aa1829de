using System.Globalization;
using System.Net;
using PixelGpt.Numerics;

namespace PixelGpt.IO.Web;

/// <summary>
/// When to ask again and how long to wait before: twice as long each time, less a random part of up to half so that
/// many programs do not come back in step, and never sooner than the server says.
/// </summary>
internal sealed class WebRetry(TimeProvider clock)
{
    /// <summary>The longest wait that a server may ask for: the window of the Hugging Face hub's rate limits.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private PhiloxRandom _jitter = new((ulong)clock.GetTimestamp());

    /// <summary>Whether an answer may be another when asked again.</summary>
    public static bool IsPassing(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
        || (status >= HttpStatusCode.InternalServerError && status != HttpStatusCode.NotImplemented);

    /// <summary>The wait after a number of tries.</summary>
    /// <param name="tries">How often it was tried, from 1.</param>
    /// <param name="asked">The wait that the server asked for, or null.</param>
    public TimeSpan Wait(int tries, TimeSpan? asked)
    {
        TimeSpan full = First * Math.Pow(2, Math.Min(tries - 1, 10));
        TimeSpan wait = (full < Longest ? full : Longest) * (1 - (_jitter.NextDouble() / 2));
        return asked > wait ? asked.Value : wait;
    }

    /// <summary>
    /// The wait that an answer asks for: <c>Retry-After</c> in seconds or as a date (RFC 9110 §10.2.3), or the
    /// rest <c>t</c> of the hub's rate window (<c>RateLimit: "api";r=0;t=55</c>).
    /// </summary>
    public TimeSpan? AskedBy(HttpResponseMessage response)
    {
        if (response.Headers.RetryAfter is { } after) return after.Delta ?? (after.Date - clock.GetUtcNow());
        if (response.StatusCode != HttpStatusCode.TooManyRequests || !response.Headers.TryGetValues("RateLimit", out IEnumerable<string>? limits)) return null;
        string? rest = string.Join(';', limits).Split(';', StringSplitOptions.TrimEntries).FirstOrDefault(p => p.StartsWith("t=", StringComparison.Ordinal));
        return rest is not null && int.TryParse(rest.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out int seconds)
            ? TimeSpan.FromSeconds(seconds)
            : null;
    }
}
