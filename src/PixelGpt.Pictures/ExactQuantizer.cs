using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing.Processors.Quantization;

namespace PixelGpt.Pictures;

/// <summary>
/// Gives each picture the palette of exactly its colours. The quantizers of ImageSharp confuse similar colours, because they look
/// colours up with 5 bits per channel.
/// </summary>
internal sealed class ExactQuantizer : IQuantizer
{
    /// <inheritdoc/>
    public QuantizerOptions Options { get; } = new() { Dither = null };

    /// <inheritdoc/>
    public IQuantizer<TPixel> CreatePixelSpecificQuantizer<TPixel>(Configuration configuration)
        where TPixel : unmanaged, IPixel<TPixel> => new Exact<TPixel>(configuration, Options);

    /// <inheritdoc/>
    public IQuantizer<TPixel> CreatePixelSpecificQuantizer<TPixel>(Configuration configuration, QuantizerOptions options)
        where TPixel : unmanaged, IPixel<TPixel> => new Exact<TPixel>(configuration, Options);

    private readonly struct Exact<TPixel>(Configuration configuration, QuantizerOptions options) : IQuantizer<TPixel>
        where TPixel : unmanaged, IPixel<TPixel>
    {
        private readonly Dictionary<TPixel, byte> _indices = [];
        private readonly List<TPixel> _colors = [];

        public Configuration Configuration { get; } = configuration;

        public QuantizerOptions Options { get; } = options;

        public ReadOnlyMemory<TPixel> Palette => _colors.ToArray();

        public void AddPaletteColors(Buffer2DRegion<TPixel> pixelRegion)
        {
            for (int y = 0; y < pixelRegion.Height; y++)
            {
                foreach (TPixel color in pixelRegion.DangerousGetRowSpan(y))
                {
                    if (_indices.TryAdd(color, (byte)_colors.Count)) _colors.Add(color);
                }
            }
        }

        public IndexedImageFrame<TPixel> QuantizeFrame(ImageFrame<TPixel> source, Rectangle bounds)
        {
            Exact<TPixel> self = this;
            return QuantizerUtilities.QuantizeFrame(ref self, source, bounds);
        }

        public byte GetQuantizedColor(TPixel color, out TPixel match)
        {
            match = color;
            return _indices[color];
        }

        public void Dispose()
        {
        }
    }
}
