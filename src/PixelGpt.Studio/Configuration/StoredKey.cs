using System.Security.Cryptography;
using System.Text;

namespace PixelGpt.Studio.Configuration;

/// <summary>A key of a key file: its name, its roles, and the hash by which it is recognized.</summary>
/// <param name="name">The name.</param>
/// <param name="roles">The roles.</param>
/// <param name="salt">The salt of the hash.</param>
/// <param name="hash">The hash.</param>
internal sealed class StoredKey(string name, ApiRoles roles, byte[] salt, byte[] hash)
{
    /// <summary>The length of the salt in bytes.</summary>
    public const int SaltLength = 16;

    /// <summary>The name of the key's owner.</summary>
    public string Name => name;

    /// <summary>What the owner may do.</summary>
    public ApiRoles Roles => roles;

    /// <summary>Computes the hash of a key. Keys have 256 random bits, so that a fast hash cannot be reversed by trying keys.</summary>
    public static byte[] Hash(string key, ReadOnlySpan<byte> salt) => SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(key)]);

    /// <summary>Returns whether a key is this one. The duration does not depend on how many bytes agree.</summary>
    public bool Matches(string key) => CryptographicOperations.FixedTimeEquals(Hash(key, salt), hash);
}
