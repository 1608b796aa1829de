using System.Security.Cryptography;
using System.Text;

namespace PixelGpt.IO;

/// <summary>Reads small files completely, up to a size limit. The limit applies to the bytes actually read.</summary>
internal static class InputFile
{
    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="limit">Maximum number of bytes.</param>
    /// <param name="what">What the file should contain, as error messages name it, such as <c>a recipe</c>.</param>
    /// <exception cref="InputException">The file does not exist or exceeds the limit.</exception>
    /// <exception cref="FailureException">The file cannot be read.</exception>
    public static byte[] ReadAllBytes(string path, int limit, string what)
    {
        if (!File.Exists(path)) throw new InputException($"{path}: no such file; expected {what}");
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            long expected = stream.CanSeek ? stream.Length : 0;
            byte[] bytes = new byte[Math.Min(expected, limit) + 1];
            int filled = 0;
            for (int read; (read = stream.Read(bytes, filled, bytes.Length - filled)) > 0;)
            {
                filled += read;
                if (filled > limit) throw new InputException($"{path}: the file exceeds the limit of {limit} bytes for {what}");
                if (filled == bytes.Length) Array.Resize(ref bytes, (int)Math.Min(2L * bytes.Length, limit + 1L));
            }

            return bytes[..filled];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FailureException($"{path}: could not be read: {e.Message}", e);
        }
    }

    /// <summary>Computes the SHA-256 of a file of any length, in lower-case hexadecimal.</summary>
    /// <exception cref="FailureException">The file cannot be read.</exception>
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

    /// <summary>Computes the SHA-256 of bytes, in lower-case hexadecimal.</summary>
    public static string Sha256(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Reads the text of a file, in UTF-8 unless a byte order mark specifies another encoding.</summary>
    /// <inheritdoc cref="ReadAllBytes"/>
    public static string ReadAllText(string path, int limit, string what)
    {
        using var reader = new StreamReader(new MemoryStream(ReadAllBytes(path, limit, what)), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
