using System.Security.Cryptography;
using PixelGpt.Imaging;

namespace PixelGpt.Tests.Imaging;

/// <summary>Compares with Pillow 9.4: <c>Image.frombytes("RGB", size, data).resize(newSize, Image.BILINEAR).tobytes()</c>.</summary>
public class PillowBilinearTests
{
    [Theory]
    [InlineData(20, 20, 299, 299, "bf18a1ce60e2123a")]
    [InlineData(5, 7, 13, 4, "7fc6acbf6b09198a")]
    [InlineData(64, 48, 10, 9, "df68395f9a2e3119")]
    [InlineData(299, 299, 299, 299, "4efef39a23f30be4")]
    [InlineData(300, 20, 299, 299, "a2580043614c4d66")]
    [InlineData(1, 1, 3, 2, "d07cb676038712bc")]
    [InlineData(400, 310, 299, 299, "de38d9f5cace017a")]
    [InlineData(7, 299, 299, 299, "ecbdf71113d865a5")]
    public void Results_are_byte_identical_to_Pillow(int width, int height, int newWidth, int newHeight, string sha256)
    {
        byte[] pixels = [.. Enumerable.Range(0, width * height * 3).Select(i => (byte)(((long)i * i * 7) + (i * 31) + ((i >> 3) * 13)))];
        byte[] resized = PillowBilinear.Resize(pixels, width, height, 3, newWidth, newHeight);
        Assert.Equal(newWidth * newHeight * 3, resized.Length);
        Assert.StartsWith(sha256, Convert.ToHexStringLower(SHA256.HashData(resized)));
    }

    [Fact]
    public void Invalid_sizes_are_rejected()
    {
        Assert.ThrowsAny<ArgumentException>(() => PillowBilinear.Resize(new byte[12], 2, 2, 3, 0, 4));
        Assert.ThrowsAny<ArgumentException>(() => PillowBilinear.Resize(new byte[11], 2, 2, 3, 4, 4));
    }
}
