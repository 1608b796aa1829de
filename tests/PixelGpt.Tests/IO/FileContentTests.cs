using System.Text;
using PixelGpt.Imaging;
using PixelGpt.Tests.Imaging;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.IO;

/// <summary>Tests that a file that is named .png but is something else is called what it is.</summary>
public sealed class FileContentTests
{
    public static TheoryData<string, byte[]> Others { get; } = new()
    {
        { "this is an empty file", [] },
        { "this is a GIF picture, but a PNG picture is required; save it as PNG", [.. "GIF89a"u8, 16, 0, 16, 0] },
        { "a JPEG picture", [0xFF, 0xD8, 0xFF, 0xE0, 0, 16] },
        { "a WebP picture", [.. "RIFF"u8, 66, 0, 0, 0, .. "WEBPVP8L"u8] },
        { "a BMP picture", [.. "BM"u8, 54, 3, 0, 0, 0, 0, 0, 0, 54, 0] },
        { "a TIFF picture", [.. "II"u8, 42, 0, 8, 0, 0, 0] },
        { "a TIFF picture", [.. "MM"u8, 0, 42, 0, 0, 0, 8] },
        { "an ICO icon", [0, 0, 1, 0, 1, 0, 16, 16] },
        { "a TGA picture", [0, 0, 2, .. new byte[20], .. new byte[8], .. "TRUEVISION-XFILE.\0"u8] },
        { "a Photoshop file", [.. "8BPS"u8, 0, 1] },
        { "an Aseprite file", [200, 0, 0, 0, 0xE0, 0xA5, 1, 0] },
        { "a ZIP archive", [.. "PK"u8, 3, 4, 20, 0] },
        { "a macOS side file", [0, 5, 0x16, 7, 0, 2, 0, 0] },
        { "a Git LFS pointer without the picture, but a PNG picture is required; run 'git lfs pull'", Encoding.ASCII.GetBytes("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n") },
        { "an HTML page", Encoding.UTF8.GetBytes("\uFEFF\n<!DOCTYPE HTML><html>") },
        { "an HTML page", Encoding.ASCII.GetBytes("<HTML><body>404</body></html>") },
        { "an SVG or XML file", Encoding.ASCII.GetBytes("<?xml version=\"1.0\"?><svg/>") },
        { "an Xcode CgBI PNG, which only Apple software reads, but a PNG picture is required; export it without optimisation", PngMaker.File(PngMaker.Chunk("CgBI", 0x50, 0, 0x20, 2)) },
        { "converted as if it were text", [0x89, .. "PNG"u8, 0x0A, 0x1A, 0x0A, 0, 0] },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public void A_file_that_is_something_else_says_what_it_is(string what, byte[] file)
    {
        string message = Assert.Throws<InputException>(() => PngReader.Read(file, "a.png")).Message;
        Assert.StartsWith("a.png: this is ", message, StringComparison.Ordinal);
        Assert.Contains(what, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [SharedTheory]
    [InlineData("really_gif.png", "a GIF picture")]
    [InlineData("really_webp.png", "a WebP picture")]
    [InlineData("lfs.png", "a Git LFS pointer")]
    [InlineData("html.png", "an HTML page")]
    [InlineData("s.bmp", "a BMP picture")]
    [InlineData("s.gif", "a GIF picture")]
    [InlineData("s.ico", "an ICO icon")]
    [InlineData("s.jpg", "a JPEG picture")]
    [InlineData("s.tga", "a TGA picture")]
    [InlineData("s.tiff", "a TIFF picture")]
    [InlineData("s.webp", "a WebP picture")]
    public void Files_of_users_are_recognized(string name, string what) =>
        Assert.Contains(what, Assert.Throws<InputException>(() => PngReader.Read(SharedData.PathOf("cases", "pictures", name))).Message, StringComparison.Ordinal);
}
