using Microsoft.AspNetCore.Http;
using PixelGpt.Studio.Configuration;
using PixelGpt.Studio.Contracts;

namespace PixelGpt.Studio.Security;

/// <summary>The sender of a request, by the API key.</summary>
/// <param name="Name">The name of the key.</param>
/// <param name="Roles">What the sender may do.</param>
internal sealed record KeyHolder(string Name, ApiRoles Roles)
{
    /// <summary>The sender of a request to a studio without keys.</summary>
    private static readonly KeyHolder Anyone = new("-", ApiRoles.All);

    /// <summary>Whether the key is one of the key file, which belongs to a person or program, unlike the key that all may share.</summary>
    public bool IsPersonal => this != Anyone && Name != ApiKeyFile.ReservedName;

    /// <summary>Returns the sender of a request, which <see cref="RequestGuard"/> has checked.</summary>
    public static KeyHolder Of(HttpContext context) => context.Features.Get<KeyHolder>() ?? Anyone;

    /// <summary>Checks that the sender has a role.</summary>
    /// <exception cref="ApiException">The sender does not have it.</exception>
    public void Check(ApiRoles role)
    {
        if (!Roles.HasFlag(role)) throw ApiException.Forbidden($"the API key '{Name}' lacks the role '{ApiRoleNames.Of(role)}', which this request needs; ask the operator of the studio for a key with this role");
    }
}
