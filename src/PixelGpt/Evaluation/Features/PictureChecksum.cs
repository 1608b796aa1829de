using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using PixelGpt.Imaging;

namespace PixelGpt.Evaluation.Features;

/// <summary>Computes the checksum of a set of pictures.</summary>
internal static class PictureChecksum
{
    /// <summary>Computes the SHA-256 of a title and of the sizes and pixels of pictures, in lower-case hexadecimal.</summary>
    /// <param name="title">The title.</param>
    /// <param name="pictures">The pictures.</param>
    public static string Of(string title, IEnumerable<PixelImage> pictures)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(title));
        Span<byte> size = stackalloc byte[8];
        foreach (PixelImage picture in pictures)
        {
            BinaryPrimitives.WriteInt32LittleEndian(size, picture.Width);
            BinaryPrimitives.WriteInt32LittleEndian(size[4..], picture.Height);
            hash.AppendData(size);
            hash.AppendData(MemoryMarshal.AsBytes(picture.Pixels));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
