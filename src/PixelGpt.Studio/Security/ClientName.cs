using Microsoft.AspNetCore.Http;

namespace PixelGpt.Studio.Security;

/// <summary>Names the client of a request, which takes turns with others and has a quota.</summary>
internal static class ClientName
{
    /// <summary>Returns the name of the API key, or the address of the client if there is no key or many clients share one.</summary>
    public static string Of(HttpContext context) =>
        KeyHolder.Of(context) is { IsPersonal: true } holder ? $"key {holder.Name}" : $"{context.Connection.RemoteIpAddress}";
}
