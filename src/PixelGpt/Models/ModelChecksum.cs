using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace PixelGpt.Models;

/// <summary>Computes the checksum of a loaded model.</summary>
internal static class ModelChecksum
{
    /// <summary>Computes the SHA-256 of palette, configurations and weights, in lower-case hexadecimal. It does not depend on the files that the model was read from.</summary>
    /// <param name="model">The model.</param>
    public static string Of(PixelModel model)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(model.Palette.ToColormapText()));
        foreach (PixelModel member in model.Members)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(member.Config.ToText()));
            hash.AppendData(MemoryMarshal.AsBytes(member.Transformer.Parameters.Values));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
