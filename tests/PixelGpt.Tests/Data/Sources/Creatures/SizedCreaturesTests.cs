using PixelGpt.Data;
using PixelGpt.Data.Sources;
using PixelGpt.Data.Sources.Creatures;
using PixelGpt.Imaging;

namespace PixelGpt.Tests.Data.Sources.Creatures;

/// <summary>The creatures of 16 to 32 pixels.</summary>
public class SizedCreaturesTests
{
    private static readonly Dictionary<string, SpriteDataset> DataSets = CreatureSize.All.ToDictionary(size => size.Name, size => Load(size.Name));

    public static TheoryData<string> Sizes => [.. CreatureSize.All.Select(size => size.Name)];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void There_are_2400_different_sprites_in_64_colours(string size)
    {
        SpriteDataset data = DataSets[size];
        Assert.Equal($"creatures:{size}", data.Name);
        Assert.Equal([2000, 200, 200], new[] { SpriteDataset.Train, SpriteDataset.Dev, SpriteDataset.Test }.Select(split => data[split].Count));
        Assert.Equal(2400, All(data).Select(s => $"{s.Width} {string.Join(' ', s.Pixels.ToArray())}").Distinct().Count());
        Assert.Equal((64, 64), (data.Palette.Count, data.Palette.Colors.Distinct().Count()));
        Assert.Equal(new Rgb(255, 255, 255), data.Palette[0]);
    }

    [Theory]
    [InlineData("16", 16)]
    [InlineData("24", 24)]
    [InlineData("32", 32)]
    public void A_size_is_that_of_every_picture(string name, int side) =>
        Assert.Equal((side, side, false), (DataSets[name].Width, DataSets[name].Height, DataSets[name].HasMixedSizes));

    [Fact]
    public void Every_width_and_height_from_16_to_32_occurs_in_every_split_of_the_mixed_sizes()
    {
        SpriteDataset data = DataSets["16-32"];
        Assert.True(data.HasMixedSizes);
        foreach (IReadOnlyList<Sprite> sprites in data.Splits.Values)
        {
            Assert.Equal(Enumerable.Range(16, 17), sprites.Select(s => s.Width).Distinct().Order());
            Assert.Equal(Enumerable.Range(16, 17), sprites.Select(s => s.Height).Distinct().Order());
        }

        Assert.InRange(All(data).Count(s => s.Width == s.Height) / 2400.0, 0.3, 0.8);
    }

    [Fact]
    public void A_seed_is_reproducible_and_another_seed_generates_other_creatures()
    {
        Assert.Equal(DataSets["16-32"].Checksum(), Load("16-32").Checksum());
        SpriteDataset other = Load("16", seed: 7);
        Assert.Equal("creatures:16:7", other.Name);
        Assert.NotEqual(DataSets["16"].Checksum(), other.Checksum());
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Every_creature_has_background_several_colours_and_eyes(string size) => Assert.All(All(DataSets[size]), sprite =>
    {
        Assert.InRange(sprite.Pixels.Count(SharedCreaturePalette.IndexOf(CreaturePalette.Background)) / (double)sprite.Pixels.Length, 0.05, 0.75);
        Assert.InRange(sprite.Pixels.ToArray().Distinct().Count(), 6, 48);
        Assert.True(sprite.Pixels.Count(CreaturePalette.Ink) + sprite.Pixels.Count(CreaturePalette.Gleam) >= 2);
    });

    [Fact]
    public void Larger_pictures_have_more_detail()
    {
        // Enlarged creatures of 16 pixels would have the same number of colours as those of 16 pixels.
        double Colors(string size) => All(DataSets[size]).Average(s => s.Pixels.ToArray().Distinct().Count());
        Assert.True(Colors("16") + 1 < Colors("32"), $"{Colors("16"):f1} {Colors("32"):f1}");
    }

    [Fact]
    public void The_tones_of_every_ramp_are_different_and_get_brighter()
    {
        foreach (Ramp ramp in Enum.GetValues<Ramp>())
        {
            double[] lightness = [.. Enumerable.Range(0, 6).Select(tone => Oklab.From(SharedCreaturePalette.Palette[SharedCreaturePalette.IndexOf(CreaturePalette.Index(ramp, tone))]).L)];
            for (int tone = 0; tone < 5; tone++) Assert.True(lightness[tone] < lightness[tone + 1], $"{ramp} {tone}");
        }
    }

    [Fact]
    public void An_unknown_size_is_an_error_that_lists_the_sizes() =>
        Assert.Equal("the size of creatures must be 16, 24, 32 or 16-32 (got '17')", Assert.Throws<InputException>(() => new CreaturesSource("17")).Message);

    private static SpriteDataset Load(string size) => Load(size, seed: 0);

    private static SpriteDataset Load(string size, ulong seed) => new CreaturesSource(size, seed).LoadAsync().GetAwaiter().GetResult();

    private static IEnumerable<Sprite> All(SpriteDataset data) => data[SpriteDataset.Train].Concat(data[SpriteDataset.Dev]).Concat(data[SpriteDataset.Test]);
}
