namespace PixelGpt.Studio.Configuration;

/// <summary>The names of the roles in the key file, on the command line and in messages.</summary>
internal static class ApiRoleNames
{
    private static readonly Dictionary<string, ApiRoles> Roles = new(StringComparer.Ordinal)
    {
        ["draw"] = ApiRoles.Draw,
        ["train"] = ApiRoles.Train,
        ["read-metrics"] = ApiRoles.ReadMetrics,
    };

    /// <summary>The names of all roles.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Roles.Keys];

    /// <summary>Returns the name of a single role.</summary>
    public static string Of(ApiRoles role) => Roles.First(r => r.Value == role).Key;

    /// <summary>Converts names to roles. The role to train includes the one to draw.</summary>
    /// <exception cref="InputException">There is no name, or an unknown one.</exception>
    public static ApiRoles Parse(IReadOnlyCollection<string> names)
    {
        if (names.Count == 0) throw new InputException($"a key must have a role; the roles are {string.Join(", ", All)}");
        var roles = ApiRoles.None;
        foreach (string name in names)
        {
            if (name is null || !Roles.TryGetValue(name, out ApiRoles role)) throw new InputException($"unknown role '{Excerpt.Of(name ?? "null")}'; the roles are {string.Join(", ", All)}");
            roles |= role;
        }

        return roles.HasFlag(ApiRoles.Train) ? roles | ApiRoles.Draw : roles;
    }
}
