using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using PixelGpt.Studio.Contracts;

namespace PixelGpt.Studio.Security;

/// <summary>Separates the management endpoint, which serves health and metrics, from the public one. The limit on connections does not apply to it.</summary>
internal static class ManagementEndpoint
{
    private static readonly object Key = new();

    /// <summary>Marks the connections of the management endpoint.</summary>
    public static ConnectionDelegate Mark(ConnectionDelegate next) => connection =>
    {
        connection.Items[Key] = true;
        return next(connection);
    };

    /// <summary>Rejects requests for health and metrics on the public endpoint, and all others on the management endpoint.</summary>
    /// <exception cref="ApiException">The path belongs to the other endpoint.</exception>
    public static void Check(HttpContext context)
    {
        bool isManagement = context.Features.Get<IConnectionItemsFeature>()?.Items.ContainsKey(Key) == true;
        PathString path = context.Request.Path;
        bool isMonitoring = path.StartsWithSegments("/health") || path.StartsWithSegments("/metrics");
        if (isManagement != isMonitoring) throw ApiException.NotFound(isManagement ? "the management port serves only /health/live, /health/ready and /metrics" : "health and metrics are on the management port");
    }
}
