using System.Text.RegularExpressions;
using PixelGpt.IO;
using PixelGpt.IO.Web;

namespace PixelGpt.Data.Sources.Hub;

/// <summary>
/// Settings for access to the Hugging Face hub and for its cache. Not a record, because the generated <c>ToString</c> of a record
/// would print the token.
/// </summary>
public sealed partial class HubOptions
{
    private const int MaxTokenBytes = 1 << 12;
    private const string DefaultEndpoint = "https://datasets-server.huggingface.co";
    private const string DefaultFileEndpoint = "https://huggingface.co";

    /// <summary>The base address of the dataset viewer API (huggingface.co/docs/dataset-viewer): https, or http on this machine.</summary>
    public Uri Endpoint { get; init; } = new(DefaultEndpoint);

    /// <summary>The base address of the hub, which has the files of data sets: https, or http on this machine.</summary>
    public Uri FileEndpoint { get; init; } = new(DefaultFileEndpoint);

    /// <summary>The cache folder of Hugging Face libraries. PixelGpt uses its subfolder <c>pixelgpt</c>.</summary>
    public required string Home { get; init; }

    /// <summary>The access token for private and gated data sets, or null. It is sent only to the servers of <see cref="Endpoint"/> and <see cref="FileEndpoint"/>.</summary>
    public string? Token { get; init; }

    /// <summary>Whether to use only the cache.</summary>
    public bool Offline { get; init; }

    /// <summary>The maximum duration of a request including its response.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>The maximum number of attempts per request.</summary>
    public int MaxAttempts { get; init; } = 6;

    /// <summary>The maximum response size in bytes.</summary>
    public int MaxResponseBytes { get; init; } = 32 << 20;

    /// <summary>The maximum size of a file in bytes.</summary>
    public int MaxFileBytes { get; init; } = 1 << 30;

    /// <summary>The clock for timeouts and delays.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>
    /// Reads the environment variables of the Hugging Face libraries: <c>HF_HOME</c> (else <c>$XDG_CACHE_HOME/huggingface</c>, else
    /// <c>~/.cache/huggingface</c>), <c>HF_TOKEN</c> (else the file <c>HF_TOKEN_PATH</c>, else <c>$HF_HOME/token</c>),
    /// <c>HF_ENDPOINT</c> (the hub; the viewer is at this host with the prefix <c>datasets-server.</c>) and <c>HF_HUB_OFFLINE</c>; and
    /// <c>PIXELGPT_HUB_ENDPOINT</c>, the complete base address of the viewer.
    /// </summary>
    /// <returns>The settings.</returns>
    /// <exception cref="InputException">The value of a variable is invalid.</exception>
    /// <exception cref="FailureException">The token file cannot be read.</exception>
    public static HubOptions FromEnvironment() =>
        From(Environment.GetEnvironmentVariable, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    /// <summary>Reads the settings from given environment variables and a given home folder.</summary>
    internal static HubOptions From(Func<string, string?> variable, string userHome)
    {
        string? Get(string name) => variable(name) is { Length: > 0 } value ? value : null;

        string PathOf(string value)
        {
            string path = Variables().Replace(value, match => Get(match.Value.Trim('$', '{', '}')) ?? match.Value);
            return path == "~" || path.StartsWith("~/", StringComparison.Ordinal) ? userHome + path[1..] : path;
        }

        string home = PathOf(Get("HF_HOME") ?? Path.Combine(Get("XDG_CACHE_HOME") ?? Path.Combine(userHome, ".cache"), "huggingface"));
        return new HubOptions
        {
            Endpoint = Get("PIXELGPT_HUB_ENDPOINT") is { } full ? ParseEndpoint("PIXELGPT_HUB_ENDPOINT", full, full)
                : Get("HF_ENDPOINT") is { } hub ? ParseEndpoint("HF_ENDPOINT", hub, hub.Replace("://", "://datasets-server.", StringComparison.Ordinal))
                : new Uri(DefaultEndpoint),
            FileEndpoint = Get("HF_ENDPOINT") is { } files ? ParseEndpoint("HF_ENDPOINT", files, files) : new Uri(DefaultFileEndpoint),
            Home = home,
            Token = Get("HF_TOKEN") is { } token
                ? CleanToken(token, "HF_TOKEN")
                : ReadToken(Get("HF_TOKEN_PATH") is { } file ? PathOf(file) : Path.Combine(home, "token")),
            Offline = Get("HF_HUB_OFFLINE")?.ToUpperInvariant() is "1" or "ON" or "YES" or "TRUE",
        };
    }

    private static Uri ParseEndpoint(string variable, string value, string endpoint)
    {
        if (value.Contains('@', StringComparison.Ordinal)) throw new InputException($"{variable}: the address must not contain a user name or password; remove them and set HF_TOKEN to the token");
        return Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? uri) && SafeUri.IsSafe(uri)
            ? uri
            : throw new InputException($"{variable} must be an https address such as https://huggingface.co, or http on this machine (got '{Excerpt.Of(value, 100)}')");
    }

    private static string? ReadToken(string path) =>
        File.Exists(path) ? CleanToken(InputFile.ReadAllText(path, MaxTokenBytes, "a Hugging Face token"), path) : null;

    private static string? CleanToken(string text, string from)
    {
        string token = text.Trim();
        if (token.Any(c => c is <= ' ' or > '~'))
            throw new InputException($"{from}: not a valid Hugging Face token: it contains spaces or non-ASCII characters; log in again or unset it");
        return token.Length > 0 ? token : null;
    }

    [GeneratedRegex(@"\$(\w+|\{\w+\})", RegexOptions.CultureInvariant)]
    private static partial Regex Variables();
}
