using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using PixelGpt.Studio.Contracts;

namespace PixelGpt.Studio.Security;

/// <summary>
/// Limits requests with a missing or wrong API key per address of the client. Further ones are rejected with status 429 and their
/// connection is closed, so that guessing needs a connection per try. Requests with the right key are not affected.
/// </summary>
internal sealed class KeyAttempts : IDisposable
{
    /// <summary>The number of wrong keys that an address may send at once; afterwards one per <see cref="Period"/>.</summary>
    public const int Burst = 20;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(3);

    private readonly PartitionedRateLimiter<IPAddress> _limiter = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address => RateLimitPartition.GetTokenBucketLimiter(
        address,
        _ => new TokenBucketRateLimiterOptions { TokenLimit = Burst, TokensPerPeriod = 1, ReplenishmentPeriod = Period, QueueLimit = 0, AutoReplenishment = true }));

    /// <summary>Counts a request with a missing or wrong key.</summary>
    /// <exception cref="ApiException">The address has sent too many.</exception>
    public void AddWrong(HttpContext context)
    {
        IPAddress address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        using RateLimitLease lease = _limiter.AttemptAcquire(address);
        context.Features.Set(new KeyRefusal(lease.IsAcquired ? StatusCodes.Status401Unauthorized : StatusCodes.Status429TooManyRequests));
        if (lease.IsAcquired) return;

        // The key of an editor arrives after the response to its request to connect.
        if (!context.Response.HasStarted) context.Response.Headers.Connection = "close";
        throw ApiException.TooManyRequests("too many requests with a missing or wrong API key; wait, and check the key", Period);
    }

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();
}
