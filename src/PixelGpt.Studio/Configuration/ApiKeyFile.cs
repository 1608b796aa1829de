using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using PixelGpt.IO;

namespace PixelGpt.Studio.Configuration;

/// <summary>The file of <see cref="StudioOptions.ApiKeyFile"/>: names, roles and salted hashes of API keys, as JSON.</summary>
public static partial class ApiKeyFile
{
    /// <summary>The name that stands for the key of <see cref="StudioOptions.ApiKey"/>, which no key of a file may have.</summary>
    internal const string ReservedName = "api-key";

    private const string Prefix = "pgk_";
    private const int KeyBytes = 32;
    private const int MaxFileBytes = 1 << 20;
    private const int MaxKeys = 1000;

    /// <summary>The names of the roles that a key can have.</summary>
    public static IReadOnlyList<string> RoleNames => ApiRoleNames.All;

    /// <summary>Creates a key and adds it to a key file, which is created if it does not exist.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The name of the key's owner, for the log.</param>
    /// <param name="roles">The names of its roles.</param>
    /// <returns>The key, which is stored nowhere.</returns>
    /// <exception cref="InputException">The name or a role is invalid, the name is taken, or the file is invalid.</exception>
    /// <exception cref="IOException">The file could not be written.</exception>
    public static string Add(string path, string name, IReadOnlyList<string> roles)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(roles);
        string[] distinct = [.. roles.Distinct(StringComparer.Ordinal)];
        ApiRoleNames.Parse(distinct);
        CheckName(name);
        IReadOnlyList<ApiKeyRecord> old = Path.Exists(path) ? Read(path) : [];
        if (old.Any(key => key.Name == name)) throw new InputException($"{path}: there is a key with the name '{name}' already; use another name, or delete its entry first");
        if (old.Count >= MaxKeys) throw new InputException($"{path}: there are {old.Count} keys; the maximum is {MaxKeys}");
        string key = Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        byte[] salt = RandomNumberGenerator.GetBytes(StoredKey.SaltLength);
        var added = new ApiKeyRecord(name, distinct, salt, StoredKey.Hash(key, salt));
        AtomicFile.WriteAllText(path, JsonSerializer.Serialize(new ApiKeyList([.. old, added]), ApiKeyJson.Default.ApiKeyList) + "\n");
        return key;
    }

    /// <summary>Reads a key file.</summary>
    /// <exception cref="InputException">The file does not exist or is invalid.</exception>
    /// <exception cref="FailureException">The file cannot be read.</exception>
    internal static IReadOnlyList<StoredKey> Load(string path) => [.. Read(path).Select(key => new StoredKey(key.Name, ApiRoleNames.Parse([.. key.Roles]), key.Salt, key.Sha256))];

    private static IReadOnlyList<ApiKeyRecord> Read(string path)
    {
        string text = InputFile.ReadAllText(path, MaxFileBytes, "API keys");
        return InputException.Within(path, () => Check(Parse(text)?.Keys ?? throw new InputException("the keys must be a JSON object with the list 'keys'")));
    }

    private static IReadOnlyList<ApiKeyRecord> Check(IReadOnlyList<ApiKeyRecord> keys)
    {
        if (keys.Count > MaxKeys) throw new InputException($"there are {keys.Count} keys; the maximum is {MaxKeys}");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (ApiKeyRecord key in keys)
        {
            if (key is null) throw new InputException("a key must not be null");
            CheckName(key.Name);
            ApiRoleNames.Parse([.. key.Roles]);
            if (!names.Add(key.Name)) throw new InputException($"the name '{key.Name}' occurs twice");
            if (key.Salt.Length < StoredKey.SaltLength || key.Sha256.Length != SHA256.HashSizeInBytes)
                throw new InputException($"the key '{key.Name}' must have a salt of at least {StoredKey.SaltLength} bytes and a hash of {SHA256.HashSizeInBytes} bytes in base64; create keys with: pixelgpt studio-key");
        }

        return keys;
    }

    private static ApiKeyList? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, ApiKeyJson.Default.ApiKeyList);
        }
        catch (JsonException e)
        {
            string line = e.LineNumber is { } number ? $" in line {number + 1}" : "";
            throw new InputException($"invalid JSON or an unexpected or missing property{line}; a key has name, roles, salt and sha256", e);
        }
    }

    private static void CheckName(string name)
    {
        if (!Name().IsMatch(name)) throw new InputException($"the name of a key must have 1 to 64 letters, digits, dots, hyphens, underscores and at signs (got '{Excerpt.Of(name)}')");
        if (name == ReservedName) throw new InputException($"the name '{ReservedName}' stands for the key of --api-key; use another one");
    }

    [GeneratedRegex(@"^[A-Za-z0-9._@-]{1,64}\z")]
    private static partial Regex Name();
}
