using System.Buffers.Binary;
using System.Security.Cryptography;
using PixelGpt.Imaging;
using PixelGpt.Studio.Editing;
using PixelGpt.Studio.Inference;

namespace PixelGpt.Studio.Watching;

/// <summary>A picture file of a watched folder.</summary>
/// <param name="Picture">The picture at its original size, and the pixels to draw; null if it has none.</param>
/// <param name="Scale">The factor by which the file is larger than the picture.</param>
/// <param name="Seed">A seed that depends only on the content of the file, so that the same file always gets the same candidates.</param>
/// <param name="Notes">What a user may want to know about the file.</param>
internal sealed record WatchedPicture(EditedPicture? Picture, int Scale, ulong Seed, IReadOnlyList<string> Notes)
{
    /// <summary>The maximum side of pictures at their original size. Larger ones are checked for being enlarged.</summary>
    private const int LargeSide = 64;

    /// <summary>The greatest difference per channel of colours that are the mask colour blended with another one.</summary>
    private const int BlendedDistance = 64;

    /// <summary>Reads a file.</summary>
    /// <param name="file">The content of the file.</param>
    /// <param name="name">The path of the file, which is used in error messages.</param>
    /// <param name="maskColor">The colour of the pixels to draw; null for transparent pixels.</param>
    /// <exception cref="InputException">The file is no picture or is damaged.</exception>
    public static WatchedPicture Read(byte[] file, string name, Rgb? maskColor)
    {
        var notes = new List<string>();
        PixelImage image = SpriteConverter.Read(file, name, notes);
        int scale = Math.Max(image.Width, image.Height) > LargeSide ? PixelScale.Of(image) : 1;
        PixelImage original = PixelScale.Reduce(image, scale);
        ulong seed = SeedOf(file);
        if (maskColor is not { } color) return new WatchedPicture(original.HasTransparency() ? EditedPicture.WithTransparency(original) : null, scale, seed, notes);
        var picture = EditedPicture.WithColor(original, color);
        int blended = picture is null ? 0 : original.Pixels.ToArray().Count(pixel => pixel.IsOpaque && pixel.Rgb != color && IsNear(pixel.Rgb, color));
        if (blended > 0) notes.Add($"{blended} pixels are almost the mask colour {color} and were kept; paint with a hard brush");
        return new WatchedPicture(picture, scale, seed, notes);
    }

    /// <summary>Returns the seed of a file.</summary>
    public static ulong SeedOf(byte[] file) => BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(file));

    private static bool IsNear(Rgb a, Rgb b) => Math.Abs(a.R - b.R) <= BlendedDistance && Math.Abs(a.G - b.G) <= BlendedDistance && Math.Abs(a.B - b.B) <= BlendedDistance;
}
