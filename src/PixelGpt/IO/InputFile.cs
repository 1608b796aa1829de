using System.Security.Cryptography;
using System.Text;

namespace PixelGpt.IO;

/// <summary>Reads small files whole, and never more of one than a limit: its length is not believed.</summary>
internal static class InputFile
{
    /// <summary>The file's bytes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limit">The most bytes it may have.</param>
    /// <param name="what">What it is, as errors name it: <c>a recipe</c>.</param>
    /// <exception cref="InputException">There is no such file, or it is over the limit.</exception>
    /// <exception cref="FailureException">It could not be read.</exception>
    public static byte[] ReadAllBytes(string path, int limit, string what)
    {
        if (!File.Exists(path)) throw new InputException($"{path}: no such file; it should be {what}");
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            long expected = stream.CanSeek ? stream.Length : 0;
            byte[] bytes = new byte[Math.Min(expected, limit) + 1];
            int filled = 0;
            for (int read; (read = stream.Read(bytes, filled, bytes.Length - filled)) > 0;)
            {
                filled += read;
                if (filled > limit) throw new InputException($"{path}: it is over the limit of {limit} bytes for {what}");
                if (filled == bytes.Length) Array.Resize(ref bytes, (int)Math.Min(2L * bytes.Length, limit + 1L));
            }

            return bytes[..filled];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FailureException($"{path}: could not be read: {e.Message}", e);
        }
    }

    /// <summary>The SHA-256 of a file of any length, in hexadecimal.</summary>
    /// <exception cref="FailureException">It could not be read.</exception>
    public static string Sha256(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FailureException($"{path}: could not be read: {e.Message}", e);
        }
    }

    /// <summary>The file's text: UTF-8, or what its byte order mark says.</summary>
    /// <inheritdoc cref="ReadAllBytes"/>
    public static string ReadAllText(string path, int limit, string what)
    {
        using var reader = new StreamReader(new MemoryStream(ReadAllBytes(path, limit, what)), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
