using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Models;
using PixelGpt.Numerics;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Generation;

/// <summary>Variations of pictures and new pictures.</summary>
public class VariationTests
{
    private const int Width = TinyModels.Width, Height = TinyModels.Height, Area = Width * Height;

    private static readonly GenerationOptions Sampled = new() { DoSample = true, Temperature = 2, NumReturnSequences = 5, Seed = 6 };

    private readonly PixelModel _model = TinyModels.PixelModel("pixelgpt-any");

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void A_variation_draws_the_wanted_fraction_of_the_pixels(double strength)
    {
        Sprite picture = Picture(1);
        var variation = new VariationOptions { Strength = strength };
        for (ulong i = 0; i < 20; i++)
        {
            bool[] mask = variation.DrawMask(picture, 3, i);
            Assert.Equal(Math.Min(Area - 1, Math.Round(strength * Area)), mask.Count(m => m));
            Assert.Equal(mask, variation.DrawMask(picture, 3, i));
        }

        Assert.NotEqual(variation.DrawMask(picture, 4, 0).Select((m, i) => m ? i : -1).Sum(), variation.DrawMask(picture, 3, 0).Select((m, i) => m ? i : -2).Sum());
    }

    [Fact]
    public void What_is_kept_does_not_change()
    {
        for (int index = 0; index < 10; index++)
        {
            Sprite picture = Picture(index);
            int[] pixels = picture.Pixels.ToArray();
            bool IsBackground(int x, int y) => x is < 0 or >= Width || y is < 0 or >= Height || pixels[(y * Width) + x] == 0;
            bool IsOutline(int i) => pixels[i] != 0 && (IsBackground((i % Width) - 1, i / Width) || IsBackground((i % Width) + 1, i / Width) || IsBackground(i % Width, (i / Width) - 1) || IsBackground(i % Width, (i / Width) + 1));
            bool[] region = [.. Enumerable.Range(0, Area).Select(i => i % Width < 4)];
            foreach (Sprite varied in Vary(picture, new VariationOptions { Strength = 1, KeepOutline = true, Region = region }))
                Assert.All(Enumerable.Range(0, Area).Where(i => IsOutline(i) || !region[i]), i => Assert.Equal(pixels[i], varied.Pixels[i]));
            foreach (Sprite varied in Vary(picture, new VariationOptions { Strength = 1, KeepSilhouette = true }))
                Assert.Equal(pixels.Select(p => p == 0), varied.Pixels.ToArray().Select(p => p == 0));
            foreach (Sprite varied in Vary(picture, new VariationOptions { Strength = 0.8, KeepColors = true }))
                Assert.Subset(new HashSet<int>(pixels), new HashSet<int>(varied.Pixels.ToArray()));
        }
    }

    [Fact]
    public void Variations_differ_and_depend_on_the_seed_but_not_on_the_threads()
    {
        Sprite picture = Picture(2);
        string Text(ulong seed, int threads) => string.Join('\n', _model.Vary(picture, new VariationOptions(), Sampled with { Seed = seed }, threads).Select(s => string.Join(' ', s.Pixels.ToArray())));
        Assert.Equal(5, Text(1, 1).Split('\n').Distinct().Count());
        Assert.Equal(Text(1, 1), Text(1, 3));
        Assert.NotEqual(Text(1, 1), Text(2, 1));
    }

    [Fact]
    public void New_pictures_obey_all_constraints()
    {
        IReadOnlyList<Sprite> plain = _model.Generate(Width, Height, Sampled with { NumReturnSequences = 8 });
        Assert.Equal(8, plain.Select(s => string.Join(' ', s.Pixels.ToArray())).Distinct().Count());
        Assert.All(plain, s => Assert.Equal((Width, Height, 0, true), (s.Width, s.Height, s.Pixels[0], s.IsComplete)));
        Assert.All(_model.Generate(Width, Height, Sampled with { MaxColors = 3 }), s => Assert.InRange(s.Pixels.ToArray().Distinct().Count(), 1, 3));
        Assert.All(_model.Generate(Width, Height, Sampled with { Symmetry = true }), s => Assert.All(s.Pixels.ToArray().Chunk(Width), row => Assert.Equal(row.Reverse(), row)));
        IReadOnlyList<Sprite> related = _model.Generate(Width, Height, Sampled with { MaxColors = 4 }, sameColors: true);
        Assert.All(related, s => Assert.Subset(new HashSet<int>(related[0].Pixels.ToArray()), new HashSet<int>(s.Pixels.ToArray())));
    }

    [Fact]
    public void Impossible_requests_are_refused()
    {
        Sprite picture = Picture(1);
        Assert.Contains("strength must be greater than 0 and at most 1 (got 1.5)", Assert.Throws<InputException>(() => Vary(picture, new VariationOptions { Strength = 1.5 })).Message);
        Assert.Contains("no pixel is left", Assert.Throws<InputException>(() => Vary(new Sprite(Width, Height, new int[Area]), new VariationOptions { KeepSilhouette = true })).Message);
        Assert.Contains("max-colors must be at least 1", Assert.Throws<InputException>(() => _model.Generate(Width, Height, Sampled with { MaxColors = 0 })).Message);
        Assert.Contains("max-colors must be at least the number of colours that are given", Assert.Throws<InputException>(() => Vary(picture, new VariationOptions(), Sampled with { MaxColors = 1 })).Message);
        Assert.Contains("none of them is among the allowed colours", Assert.Throws<InputException>(() => _model.Generate(Width, Height, Sampled with { MaxColors = 1, Colors = [4] })).Message);
    }

    private IReadOnlyList<Sprite> Vary(Sprite picture, VariationOptions variation, GenerationOptions? options = null) => _model.Vary(picture, variation, options ?? Sampled, 2);

    /// <summary>A picture whose left and right edge are background.</summary>
    private static Sprite Picture(int index)
    {
        var random = new PhiloxRandom((ulong)index, 5);
        int[] pixels = new int[Area];
        for (int i = 0; i < Area; i++) pixels[i] = i % Width is 0 or Width - 1 ? 0 : random.NextInt32(7);
        return new Sprite(Width, Height, pixels);
    }
}
