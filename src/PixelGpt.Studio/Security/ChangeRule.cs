using Microsoft.AspNetCore.Http;
using PixelGpt.Studio.Configuration;

namespace PixelGpt.Studio.Security;

/// <summary>Decides whether requests that change something are refused: to train, evaluate, upload, rename, delete and restore.</summary>
internal static class ChangeRule
{
    /// <summary>The reason why a read-only studio refuses them.</summary>
    public const string IsReadOnly = "This studio is read-only: it completes pictures, but does not train, evaluate, upload, rename or delete.";

    /// <summary>Returns why the sender of a request cannot change something, as a sentence for the user; null if it can.</summary>
    public static string? Refusal(StudioOptions options, HttpContext context)
    {
        if (options.ReadOnly) return IsReadOnly;
        return KeyHolder.Of(context).Roles.HasFlag(ApiRoles.Train) ? null : "Your API key does not allow to train, evaluate, upload, rename or delete.";
    }
}
