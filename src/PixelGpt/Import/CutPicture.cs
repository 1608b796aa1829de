using PixelGpt.Imaging;
using PixelGpt.Imaging.Cutting;

namespace PixelGpt.Import;

/// <summary>A file's sprites, as large as they are in it.</summary>
/// <param name="Sprites">The pictures.</param>
/// <param name="Scale">How many times all of them were enlarged.</param>
internal sealed record CutPicture(IReadOnlyList<PixelImage> Sprites, int Scale)
{
    /// <summary>Reads and cuts a file.</summary>
    /// <exception cref="InputException">It cannot be read or cut.</exception>
    public static CutPicture Read(PictureFile file, ISheetCutter? cutter)
    {
        PixelImage picture = PngReader.Read(file.Path);
        if (!file.IsSheet || cutter is null) return new CutPicture([picture], PixelScale.Of(picture));
        IReadOnlyList<PixelArea> areas = InputException.Within(file.Path, () => cutter.Cut(picture));
        PixelImage[] sprites = [.. areas.Select(picture.Crop)];
        int scale = 0;
        foreach (PixelImage sprite in sprites)
        {
            if (scale != 1) scale = PixelScale.Gcd(scale, PixelScale.Of(sprite));
        }

        return new CutPicture(sprites, Math.Max(1, scale));
    }

    /// <summary>
    /// What all of it comes down by to fit a size: no more than it must, as sprites may be drawn in blocks. The whole scale
    /// where that is not enough.
    /// </summary>
    public int ScaleTo(int width, int height)
    {
        bool Fits(int scale) => Sprites.All(s => s.Width <= scale * width && s.Height <= scale * height);
        return Enumerable.Range(1, Scale).FirstOrDefault(scale => Scale % scale == 0 && Fits(scale), Scale);
    }
}
