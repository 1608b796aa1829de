using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace PixelGpt.Studio.Page;

/// <summary>The page's own files, which are part of the program: what is not among them does not exist.</summary>
internal static class PageFiles
{
    private const string Prefix = "wwwroot/";

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".webmanifest"] = "application/manifest+json",
    }.ToFrozenDictionary();

    public static void MapPage(this IEndpointRouteBuilder routes)
    {
        Assembly assembly = typeof(PageFiles).Assembly;
        foreach (string name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal) && Types.ContainsKey(Path.GetExtension(n))))
        {
            byte[] bytes = Read(assembly, name);
            string type = Types[Path.GetExtension(name)], path = name[Prefix.Length..].Replace('\\', '/');
            var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]}\"");
            IResult Serve(HttpContext context)
            {
                // Looked at again each time, so that a new version of the program is seen at once.
                context.Response.Headers.CacheControl = "no-cache";
                return TypedResults.Bytes(bytes, type, entityTag: tag);
            }

            routes.MapMethods("/" + path, [HttpMethods.Get, HttpMethods.Head], Serve).ExcludeFromDescription();
            if (path == "index.html") routes.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], Serve).ExcludeFromDescription();
        }
    }

    private static byte[] Read(Assembly assembly, string name)
    {
        using Stream stream = assembly.GetManifestResourceStream(name)!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
