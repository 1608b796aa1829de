using PixelGpt.Data;
using PixelGpt.Models;

namespace PixelGpt;

internal static class CoreShim
{
    extension(TransformerDescription description)
    {
        internal bool HasFreePalette => description.Layers < 0;

        internal int MaxImageSize => description.Layers < 0 ? 1 : 0;
    }

    extension(PixelModel model)
    {
        internal PixelModel WithPalette(Palette palette) => new(model.Config, model.Transformer, palette);
    }
}
