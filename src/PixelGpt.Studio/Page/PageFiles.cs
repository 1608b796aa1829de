using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace PixelGpt.Studio.Page;

/// <summary>Serves the files of the page, which are embedded in the assembly. No file of the file system is served.</summary>
internal static class PageFiles
{
    private const string Prefix = "wwwroot/";

    private static readonly FrozenDictionary<string, string> ContentTypes = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".aseprite-extension"] = "application/octet-stream",
    }.ToFrozenDictionary();

    /// <summary>Maps an endpoint for each file, and <c>/</c> to the page.</summary>
    public static RouteGroupBuilder MapPage(this RouteGroupBuilder group)
    {
        Assembly assembly = typeof(PageFiles).Assembly;
        foreach (string name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal) && ContentTypes.ContainsKey(Path.GetExtension(n))))
        {
            byte[] bytes = Read(assembly, name);
            string contentType = ContentTypes[Path.GetExtension(name)], path = name[Prefix.Length..].Replace('\\', '/');
            var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]}\"");
            FileContentHttpResult Serve(HttpContext context)
            {
                // Browsers check the entity tag with every request, so that they use the files of a new version at once.
                context.Response.Headers.CacheControl = "no-cache";
                return TypedResults.Bytes(bytes, contentType, entityTag: tag);
            }

            group.MapMethods("/" + path, [HttpMethods.Get, HttpMethods.Head], Serve).ExcludeFromDescription();
            if (path == "index.html") group.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], Serve).ExcludeFromDescription();
        }

        return group;
    }

    private static byte[] Read(Assembly assembly, string name)
    {
        using Stream stream = assembly.GetManifestResourceStream(name)!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
