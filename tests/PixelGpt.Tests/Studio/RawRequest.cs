using System.Net.Sockets;
using System.Text;

namespace PixelGpt.Tests.Studio;

/// <summary>Sends HTTP requests as text, because <see cref="HttpClient"/> would correct the invalid ones.</summary>
internal static class RawRequest
{
    /// <summary>Sends a request line and headers, and returns the complete response.</summary>
    public static async Task<string> SendAsync(Uri address, string requestLine, params string[] headers)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        NetworkStream stream = client.GetStream();
        IEnumerable<string> host = headers.Any(h => h.StartsWith("Host:", StringComparison.Ordinal)) ? [] : [$"Host: {address.Authority}"];
        await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Join("\r\n", [requestLine, .. host, "Connection: close", .. headers, "", ""])));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }
}
