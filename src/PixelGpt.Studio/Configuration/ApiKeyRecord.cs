using System.Text.Json.Serialization;

namespace PixelGpt.Studio.Configuration;

/// <summary>The content of a key file.</summary>
/// <param name="Keys">The keys.</param>
internal sealed record ApiKeyList(IReadOnlyList<ApiKeyRecord> Keys);

/// <summary>A key in a key file.</summary>
/// <param name="Name">The name of the key's owner.</param>
/// <param name="Roles">The names of the roles.</param>
/// <param name="Salt">The salt of the hash.</param>
/// <param name="Sha256">The SHA-256 hash of the salt followed by the key.</param>
internal sealed record ApiKeyRecord(string Name, IReadOnlyList<string> Roles, byte[] Salt, byte[] Sha256);

/// <summary>The JSON of key files.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, WriteIndented = true, MaxDepth = 8)]
[JsonSerializable(typeof(ApiKeyList))]
internal sealed partial class ApiKeyJson : JsonSerializerContext;
