using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using PixelGpt.Studio.Configuration;

namespace PixelGpt.Studio.Security;

/// <summary>The API keys: that of the options, and those of the key file, which is read again after it has changed. A file that has become invalid is reported, and the keys that were read last stay.</summary>
internal sealed partial class ApiKeys
{
    private readonly string? _path;
    private readonly byte[]? _digest;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private IReadOnlyList<StoredKey> _keys = [];
    private string _stamp = "";

    /// <summary>Reads the key file.</summary>
    /// <exception cref="InputException">The key file does not exist or is invalid.</exception>
    public ApiKeys(StudioOptions options, ILogger<ApiKeys> logger)
    {
        (_path, _logger) = (options.ApiKeyFile, logger);
        _digest = options.ApiKey is { } key ? Digest(key) : null;
        AreRequired = options.HasKeys;
        if (_path is null) return;
        _stamp = StampOf(_path);
        _keys = ApiKeyFile.Load(_path);
    }

    /// <summary>Whether clients must send a key.</summary>
    public bool AreRequired { get; }

    /// <summary>Returns the holder of a key; null if there is no such key. The duration does not depend on which key it is.</summary>
    public KeyHolder? Find(string given)
    {
        KeyHolder? holder = null;
        foreach (StoredKey key in Current())
        {
            if (key.Matches(given)) holder = new KeyHolder(key.Name, key.Roles);
        }

        bool isOptionsKey = _digest is not null && CryptographicOperations.FixedTimeEquals(Digest(given), _digest);
        return isOptionsKey ? new KeyHolder(ApiKeyFile.ReservedName, ApiRoles.All) : holder;
    }

    private IReadOnlyList<StoredKey> Current()
    {
        if (_path is null) return [];
        lock (_gate)
        {
            // Taken before the file is read, so that a change in between is seen the next time.
            string stamp = StampOf(_path);
            if (stamp == _stamp) return _keys;
            _stamp = stamp;
            try
            {
                _keys = ApiKeyFile.Load(_path);
                LogRead(_logger, _keys.Count);
            }
            catch (PixelGptException e)
            {
                LogInvalid(_logger, e.Message);
            }

            return _keys;
        }
    }

    /// <summary>Returns a text that differs after a change of the file. A link is followed, because secrets of containers are replaced by changing one.</summary>
    private static string StampOf(string path)
    {
        try
        {
            FileSystemInfo file = File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path);
            return file is FileInfo { Exists: true } content ? $"{content.FullName}|{content.Length}|{content.LastWriteTimeUtc.Ticks}" : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>Computes a digest. All digests have the same length, so that the comparison's duration does not reveal the key's length.</summary>
    private static byte[] Digest(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    [LoggerMessage(Level = LogLevel.Information, Message = "The key file was read again; it has {Count} keys")]
    private static partial void LogRead(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "The key file has changed and is not used; the keys that were read before still count: {Problem}")]
    private static partial void LogInvalid(ILogger logger, string problem);
}
