using System.Text.RegularExpressions;
using PixelGpt.IO;
using PixelGpt.IO.Web;

namespace PixelGpt.Data.Sources.Hub;

/// <summary>
/// How the Hugging Face hub is reached and where what it says is kept. Not a record, so that nothing prints the token
/// by accident.
/// </summary>
public sealed partial class HubOptions
{
    private const int MaxTokenBytes = 1 << 12;
    private const string DefaultEndpoint = "https://datasets-server.huggingface.co";

    /// <summary>The base of the dataset viewer's API (huggingface.co/docs/dataset-viewer): an https address, or http on this machine.</summary>
    public Uri Endpoint { get; init; } = new(DefaultEndpoint);

    /// <summary>The folder of Hugging Face's caches; ours is <c>pixelgpt</c> in it.</summary>
    public required string Home { get; init; }

    /// <summary>The access token, for private and gated data sets. It is sent to <see cref="Endpoint"/>'s server and no other.</summary>
    public string? Token { get; init; }

    /// <summary>Whether to make do with the cache.</summary>
    public bool Offline { get; init; }

    /// <summary>How long one request may take until its answer is whole.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>How often one request is tried in all.</summary>
    public int MaxAttempts { get; init; } = 6;

    /// <summary>The largest answer that is read, in bytes.</summary>
    public int MaxResponseBytes { get; init; } = 32 << 20;

    /// <summary>The clock of time-outs and waits.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>
    /// The options that the environment sets, as Hugging Face's own libraries read it: <c>HF_HOME</c> (else
    /// <c>$XDG_CACHE_HOME/huggingface</c>, else <c>~/.cache/huggingface</c>), <c>HF_TOKEN</c> (else the file
    /// <c>HF_TOKEN_PATH</c>, else <c>$HF_HOME/token</c>), <c>HF_ENDPOINT</c> (whose viewer is at
    /// <c>datasets-server.</c> before its host), <c>HF_HUB_OFFLINE</c>; and <c>PIXELGPT_HUB_ENDPOINT</c>, the viewer's
    /// base in full.
    /// </summary>
    /// <exception cref="InputException">A variable's value cannot be used.</exception>
    /// <exception cref="FailureException">The token's file could not be read.</exception>
    public static HubOptions FromEnvironment() =>
        From(Environment.GetEnvironmentVariable, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    /// <summary>As <see cref="FromEnvironment"/>, of any variables and home folder.</summary>
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
            Home = home,
            Token = Get("HF_TOKEN") is { } token
                ? CleanToken(token, "HF_TOKEN")
                : ReadToken(Get("HF_TOKEN_PATH") is { } file ? PathOf(file) : Path.Combine(home, "token")),
            Offline = Get("HF_HUB_OFFLINE")?.ToUpperInvariant() is "1" or "ON" or "YES" or "TRUE",
        };
    }

    private static Uri ParseEndpoint(string variable, string value, string endpoint)
    {
        if (value.Contains('@', StringComparison.Ordinal)) throw new InputException($"{variable}: an address with a name or a password in it is not used; leave them out, and set HF_TOKEN to the token");
        return Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? uri) && SafeAddress.IsSafe(uri)
            ? uri
            : throw new InputException($"{variable} is '{Excerpt.Of(value, 100)}'; it should be an https address such as https://huggingface.co (plain http is for a server on this machine)");
    }

    private static string? ReadToken(string path) =>
        File.Exists(path) ? CleanToken(InputFile.ReadAllText(path, MaxTokenBytes, "a Hugging Face token"), path) : null;

    private static string? CleanToken(string text, string from)
    {
        string token = text.Trim();
        if (token.Any(c => c is <= ' ' or > '~'))
            throw new InputException($"{from}: holds no Hugging Face token, which has neither spaces nor letters outside ASCII; log in anew or unset it");
        return token.Length > 0 ? token : null;
    }

    [GeneratedRegex(@"\$(\w+|\{\w+\})", RegexOptions.CultureInvariant)]
    private static partial Regex Variables();
}
