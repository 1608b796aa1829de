using PixelGpt.Data;
using PixelGpt.Data.Sources;
using PixelGpt.Judging;
using PixelGpt.Judging.Negatives;
using PixelGpt.Models;
using PixelGpt.Numerics;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Judging;

/// <summary>Kinds of negatives.</summary>
public class NegativesTests
{
    private const double PromptFraction = 0.6;

    private static readonly Sprite[] Creatures = [.. new CreaturesSource().LoadAsync().Result["dev"].Take(40)];

    public static TheoryData<string> Kinds => new(All().Select(k => k.Name));

    [Fact]
    public void Splices_combine_the_top_of_a_sprite_with_the_bottom_of_another()
    {
        IReadOnlyList<Sprite> made = new SplicedNegatives().Make(Creatures, PromptFraction, 1, default);
        for (int i = 0; i < made.Count; i++)
        {
            int top = made[i].Pixels.CommonPrefixLength(Creatures[i].Pixels), quarter = made[i].Pixels.Length / 4;
            Assert.True(top >= quarter, $"only {top} pixels of the top are equal");
            Assert.Contains(Creatures.Where((_, other) => other != i), other => top < made[i].Pixels.Length ? other.Pixels[top..].SequenceEqual(made[i].Pixels[top..]) : true);
        }
    }

    [Fact]
    public void Lower_rows_are_copies_of_upper_rows()
    {
        IReadOnlyList<Sprite> made = new CopiedRowsNegatives().Make(Creatures, PromptFraction, 1, default);
        for (int i = 0; i < made.Count; i++)
        {
            int width = made[i].Width, top = made[i].Pixels.CommonPrefixLength(Creatures[i].Pixels) / width;
            Assert.True(top >= made[i].Height / 4);
            for (int row = top; row < made[i].Height; row++)
                Assert.Contains(Enumerable.Range(0, top), from => made[i].Pixels.Slice(row * width, width).SequenceEqual(Creatures[i].Pixels.Slice(from * width, width)));
        }
    }

    [Fact]
    public void Shuffled_blocks_contain_the_same_pixels_in_another_order()
    {
        IReadOnlyList<Sprite> made = new ShuffledBlocksNegatives().Make(Creatures, PromptFraction, 1, default);
        for (int i = 0; i < made.Count; i++)
        {
            Assert.Equal(Creatures[i].Pixels.ToArray().Order(), made[i].Pixels.ToArray().Order());
            Assert.False(made[i].Pixels.SequenceEqual(Creatures[i].Pixels));
        }
    }

    [Fact]
    public void Recolouring_maps_each_colour_to_one_colour_and_preserves_the_background()
    {
        IReadOnlyList<Sprite> made = new RecoloredNegatives().Make(Creatures, PromptFraction, 1, default);
        for (int i = 0; i < made.Count; i++)
        {
            var map = new Dictionary<int, int>();
            for (int p = 0; p < made[i].Pixels.Length; p++)
            {
                int from = Creatures[i].Pixels[p], to = made[i].Pixels[p];
                Assert.Equal(to, map.GetValueOrDefault(from, to));
                map[from] = to;
            }

            Assert.Equal(0, map[0]);
        }
    }

    [Fact]
    public void Completions_start_with_the_pixels_of_a_sprite()
    {
        PixelModel model = TinyModels.PixelModel();
        IReadOnlyList<Sprite> sprites = TinyModels.Dataset()["train"], made = new CompletionNegatives("late", "", model, 2).Make(sprites, PromptFraction, 1, default);
        Assert.Equal(sprites.Count, made.Count);
        for (int i = 0; i < made.Count; i++)
        {
            Assert.True(made[i].IsComplete);
            Assert.True(made[i].Pixels.CommonPrefixLength(sprites[i].Pixels) >= made[i].Pixels.Length / 5);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Negatives_depend_only_on_the_seed(string kind)
    {
        string Made(ulong seed) => string.Join('\n', All().Single(k => k.Name == kind).Make(Creatures, PromptFraction, seed, default).Select(s => string.Join(' ', s.Pixels.ToArray())));
        Assert.Equal(Made(1), Made(1));
        Assert.NotEqual(Made(1), Made(2));
    }

    [Fact]
    public void Negatives_that_equal_a_real_sprite_are_omitted()
    {
        // Stripes have few colours, so a splice often equals another sprite.
        Sprite[] sprites = [.. TinyModels.Dataset(60)["train"]];
        int made = 0;
        foreach (IReadOnlyList<Sprite> kind in new NegativeMaker(All(), new JudgeRecipe(), () => { }).Make("train", sprites, 3, default))
        {
            Assert.NotEmpty(kind);
            made += kind.Count;
            foreach (Sprite negative in kind) Assert.DoesNotContain(sprites, s => s.Pixels.SequenceEqual(negative.Pixels));
        }

        Assert.True(made < 3 * 60 * All().Length, "no negative was omitted");
    }

    [Fact]
    public void Identical_sprites_are_rejected_with_the_name_of_the_kind()
    {
        var sprite = new Sprite(2, 2, [1, 1, 1, 1]);
        InputException e = Assert.Throws<InputException>(() => new NegativeMaker(All(), new JudgeRecipe(), () => { }).Make("train", [sprite, sprite], 1, default));
        Assert.Contains("'splice'", e.Message);
    }

    [Fact]
    public void Augmentations_mirror_and_shift_without_losing_foreground_pixels()
    {
        var random = new PhiloxRandom(4);
        var seen = new HashSet<Augmentation>();
        foreach (Sprite sprite in Creatures)
        {
            for (int i = 0; i < 20; i++)
            {
                var augmentation = Augmentation.Choose(sprite, ref random);
                seen.Add(augmentation);
                Sprite changed = augmentation.Apply(sprite);
                Assert.Equal(sprite.Pixels.ToArray().Order(), changed.Pixels.ToArray().Order());
                if (augmentation is { X: 0, Y: 0 }) Assert.Equal(!augmentation.IsMirrored || Mirror(sprite).SequenceEqual(sprite.Pixels), changed.Pixels.SequenceEqual(sprite.Pixels));
            }
        }

        Assert.True(seen.Count > 10);
    }

    private static int[] Mirror(Sprite sprite) => [.. Enumerable.Range(0, sprite.Pixels.Length).Select(i => sprite.Pixels[(i / sprite.Width * sprite.Width) + sprite.Width - 1 - (i % sprite.Width)])];

    private static INegativeKind[] All() => [new SplicedNegatives(), new CopiedRowsNegatives(), new ShuffledBlocksNegatives(), new RecoloredNegatives()];
}
