using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using PixelGpt.Studio.Configuration;

namespace PixelGpt.Studio.Security;

/// <summary>
/// Limits the number of connections, in all and per address. When all places are taken, the oldest connection that has not yet sent
/// a request gives its place to the new one, so that silent connections cannot keep others away.
/// </summary>
internal sealed class ConnectionLimiter(StudioOptions options)
{
    private static readonly object Key = new();

    private readonly Lock _gate = new();
    private readonly LinkedList<ConnectionContext> _silent = [];
    private readonly Dictionary<IPAddress, int> _counts = [];
    private int _count;

    /// <summary>Adds the limit to a connection delegate.</summary>
    public ConnectionDelegate Limit(ConnectionDelegate next) => async connection =>
    {
        IPAddress? limited = LimitedAddress(connection);
        if (!TryEnter(connection, limited)) return;
        try
        {
            await next(connection);
        }
        finally
        {
            Leave(connection, limited);
        }
    };

    /// <summary>Records that the connection of a request has sent one.</summary>
    public void RecordRequest(IFeatureCollection features)
    {
        if (features.Get<IConnectionItemsFeature>()?.Items.TryGetValue(Key, out object? place) != true) return;
        lock (_gate) Remove((LinkedListNode<ConnectionContext>)place!);
    }

    private bool TryEnter(ConnectionContext connection, IPAddress? address)
    {
        ConnectionContext? replaced = null;
        lock (_gate)
        {
            int ofAddress = address is null ? 0 : _counts.GetValueOrDefault(address);
            if (ofAddress >= options.MaxConnectionsPerAddress) return false;
            if (_count >= options.MaxConnections)
            {
                if (_silent.First is not { } oldest) return false;
                replaced = oldest.Value;
                Remove(oldest);
            }

            // The place of a replaced connection is counted until it has ended, but it ends at once.
            _count++;
            if (address is not null) _counts[address] = ofAddress + 1;
            connection.Items[Key] = _silent.AddLast(connection);
        }

        replaced?.Abort(new ConnectionAbortedException("the place was given to a newer connection"));
        return true;
    }

    private void Leave(ConnectionContext connection, IPAddress? address)
    {
        lock (_gate)
        {
            _count--;
            Remove((LinkedListNode<ConnectionContext>)connection.Items[Key]!);
            if (address is not null && --_counts[address] == 0) _counts.Remove(address);
        }
    }

    private void Remove(LinkedListNode<ConnectionContext> place)
    {
        if (place.List is not null) _silent.Remove(place);
    }

    /// <summary>Returns the address that the limit per address counts; null for loopback addresses and trusted proxies, which stand for many clients.</summary>
    private IPAddress? LimitedAddress(ConnectionContext connection)
    {
        if (connection.RemoteEndPoint is not IPEndPoint { Address: { } address }) return null;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return IPAddress.IsLoopback(address) || options.TrustedProxies.Any(network => network.Contains(address)) ? null : address;
    }
}
