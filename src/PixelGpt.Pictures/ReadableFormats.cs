using PixelGpt.Imaging;

namespace PixelGpt.Pictures;

/// <summary>The picture formats that the tool and the studio read. A new format needs a class and an entry here.</summary>
internal static class ReadableFormats
{
    /// <summary>The formats of the library, and those of ImageSharp. TGA is last, because most of its files have no signature.</summary>
    public static PictureFormats All { get; } = PictureFormats.Default.With(new GifPictures(), new BmpPictures(), new WebpPictures(), new JpegPictures(), new TiffPictures(), new TgaPictures());
}
