using System.Globalization;
using PixelGpt;
using PixelGpt.Data;
using PixelGpt.Data.Sources;
using PixelGpt.Data.Sources.Hub;
using PixelGpt.Imaging;

namespace OwnIdeas;

/// <summary>Sprites with stripes, <c>stripes:COUNT</c>: the colour of a row is the one after that of the row above.</summary>
public sealed class OwnSource(string name, int count, SplitPlan splits) : ISpriteSource
{
    private const int Colors = 6, Size = 8;

    public Task<SpriteDataset> LoadAsync(IProgress<SourceProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var palette = new Palette(Enumerable.Range(0, Colors).Select(i => new Rgb((byte)(40 * i), 90, 120)));
        List<Sprite> sprites = [];
        for (int i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            sprites.Add(new Sprite(Size, Size, [.. Enumerable.Range(0, Size * Size).Select(pixel => (i + (pixel / Size)) % Colors)]));
            progress?.Report(new SourceProgress("drawing stripes", i + 1, count));
        }

        return Task.FromResult(new SpriteDataset(name, palette, Size, Size, splits.Split(sprites)));
    }

    /// <summary>Finds the source by its name, so that a run can load its data again.</summary>
    public sealed class Provider : ISourceProvider
    {
        private const string Prefix = "stripes:";

        public ISpriteSource? Find(string name, SourceOptions options, HubOptions? hub)
        {
            if (!name.StartsWith(Prefix, StringComparison.Ordinal)) return null;
            if (!int.TryParse(name[Prefix.Length..], CultureInfo.InvariantCulture, out int count) || count < 3)
                throw new InputException($"after '{Prefix}' a number of sprites of at least 3 is expected (got '{name[Prefix.Length..]}')");
            return new OwnSource(name, count, options.Splits ?? SplitPlan.Default);
        }
    }
}
