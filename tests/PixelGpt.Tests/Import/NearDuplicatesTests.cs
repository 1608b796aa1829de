using FsCheck;
using FsCheck.Fluent;
using PixelGpt.Data;
using PixelGpt.Import;
using PixelGpt.Numerics;

namespace PixelGpt.Tests.Import;

public sealed class NearDuplicatesTests
{
    private const int Side = 12;

    private static readonly (int Width, int Height) Canvas = (Side, Side);

    [Fact]
    public void Mirrored_shifted_recoloured_and_slightly_changed_copies_are_one_group()
    {
        int[] cat = Noise(1), dog = Noise(2);
        Sprite[] sprites = [Of(cat), Of(dog), Of(Mirror(cat)), Of(Shift(cat, 2, 1)), Of(Recolor(cat)), Of(Touch(cat, 3)), Of(Recolor(Shift(Mirror(Touch(cat, 2)), -1, 2))), Of(Touch(dog, 4))];
        Assert.Equal([[0, 2, 3, 4, 5, 6], [1, 7]], NearDuplicates.FindGroups(sprites, 0.1));
    }

    [Fact]
    public void With_threshold_0_only_position_colours_and_mirroring_may_differ()
    {
        int[] cat = Noise(1);
        Sprite[] sprites = [Of(cat), Of(Touch(cat, 1)), Of(Recolor(Shift(Mirror(cat), 1, -1)))];
        Assert.Equal([[0, 2], [1]], NearDuplicates.FindGroups(sprites, 0));
    }

    [Fact]
    public void Groups_are_transitive()
    {
        int[] first = Noise(4);
        var chain = new List<Sprite> { Of(first) };
        int[] next = first;
        for (int i = 0; i < 8; i++) chain.Add(Of(next = Touch(next, 4, seed: i)));
        Assert.True(SpriteForeground.Difference(SpriteForeground.Of(chain[0], Canvas), SpriteForeground.Of(chain[^1], Canvas), 0.1) > 0.1);
        Assert.Single(NearDuplicates.FindGroups(chain, 0.1));
    }

    [Fact]
    public void Copies_in_pictures_of_other_sizes_are_near_duplicates()
    {
        // The creature of 12×12 pixels, and the same one with background around it in a picture of 16×14 pixels.
        int[] cat = Noise(1), larger = new int[16 * 14];
        for (int y = 0; y < Side; y++) cat.AsSpan(y * Side, Side).CopyTo(larger.AsSpan(((y + 1) * 16) + 3));
        Assert.Equal([[0, 2], [1]], NearDuplicates.FindGroups([Of(cat), Of(Noise(2)), new Sprite(16, 14, larger)], 0));
    }

    [Fact]
    public void Dissimilar_sprites_are_not_grouped() => Assert.Equal(40, NearDuplicates.FindGroups([.. Enumerable.Range(0, 40).Select(i => Of(Noise(100 + i)))], 0.1).Count);

    [Fact]
    public void Exchanged_colours_are_near_duplicates_and_merged_colours_are_not()
    {
        int[] many = Noise(3);
        int[] flat = [.. many.Select(p => p == 0 ? 0 : 1)], other = [.. many.Select(p => p == 0 ? 0 : 9)];
        Assert.Equal([[0], [1, 2]], NearDuplicates.FindGroups([Of(many), Of(flat), Of(other)], 0.1));
    }

    [Fact]
    public void CannotBeNear_never_rejects_near_duplicates() => Prop.ForAll(
        (from seed in Gen.Choose(0, 400) from touches in Gen.Choose(0, 12) from dx in Gen.Choose(-2, 2) select (seed, touches, dx)).ToArbitrary(), t =>
        {
            int[] one = Noise(t.seed), other = Recolor(Shift(Touch(one, t.touches), t.dx, 0));
            SpriteForeground a = SpriteForeground.Of(Of(one), Canvas), b = SpriteForeground.Of(Of(other), Canvas);
            return SpriteForeground.Difference(a, b, 0.15) > 0.15 || !SpriteForeground.CannotBeNear(a, b, 0.15);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Changes_up_to_the_threshold_are_near_duplicates() => Prop.ForAll(
        (from seed in Gen.Choose(0, 400) from dx in Gen.Choose(-2, 2) from dy in Gen.Choose(-2, 2) from mirrored in Gen.Elements(true, false) select (seed, dx, dy, mirrored)).ToArbitrary(), t =>
        {
            int[] one = Noise(t.seed), touched = Touch(one, one.Count(p => p != 0) / 10, t.seed);
            return NearDuplicates.FindGroups([Of(one), Of(Recolor(Shift(t.mirrored ? Mirror(touched) : touched, t.dx, t.dy)))], 0.1).Count == 1;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Blank_and_full_sprites_can_be_compared()
    {
        int[] full = [.. Noise(8).Select(p => p + 1)];
        Assert.Equal([[0, 1], [2, 3]], NearDuplicates.FindGroups([Of(new int[Side * Side]), Of(new int[Side * Side]), Of(full), Of(Touch(full, 3))], 0.1));
    }

    [Fact]
    public void Splits_do_not_divide_groups_and_have_the_requested_sizes()
    {
        Prop.ForAll((from sizes in Gen.Choose(1, 6).NonEmptyListOf() from seed in Gen.Choose(0, 1000) select (sizes.ToArray(), seed)).ToArbitrary(), t =>
        {
            int next = 0;
            int[][] groups = [.. t.Item1.Select(size => Enumerable.Range(next, size).Select(_ => next++).ToArray())];
            // Enough single sprites to fill the room that groups leave.
            groups = [.. groups, .. Enumerable.Range(next, 60).Select(i => new[] { i })];
            int total = groups.Sum(g => g.Length), train = total * 8 / 10, dev = total / 10;
            IReadOnlyList<int[]> splits = GroupSplitter.Split(groups, [train, dev, total - train - dev], (ulong)t.seed);
            return splits.SelectMany(s => s).Order().SequenceEqual(Enumerable.Range(0, total))
                && groups.All(g => splits.Count(s => s.Intersect(g).Any()) == 1)
                && splits.Select(s => s.Length).SequenceEqual([train, dev, total - train - dev]);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Splits_are_uniform_and_depend_on_the_seed()
    {
        int[][] groups = [[0, 1, 2], .. Enumerable.Range(3, 27).Select(i => new[] { i })];
        int inDev = 0, firstInTest = 0;
        for (ulong seed = 0; seed < 400; seed++)
        {
            IReadOnlyList<int[]> splits = GroupSplitter.Split(groups, [20, 5, 5], seed);
            if (splits[1].Contains(1)) inDev++;
            if (splits[2].Contains(3)) firstInTest++;
        }

        // One sixth each, within four standard deviations of 7.5.
        Assert.InRange(inDev, 37, 97);
        Assert.InRange(firstInTest, 37, 97);
        Assert.Equal(GroupSplitter.Split(groups, [20, 5, 5], 9), GroupSplitter.Split(groups, [20, 5, 5], 9));
    }

    [Fact]
    public void A_group_too_large_for_any_split_is_not_divided()
    {
        IReadOnlyList<int[]> splits = GroupSplitter.Split([[0, 1, 2, 3, 4, 5, 6], [7], [8]], [5, 2, 2], 0);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], splits[0]);
        Assert.Equal([7, 8], splits[1].Concat(splits[2]).Order());
    }

    /// <summary>Creates a shape in four colours with two empty columns and rows around it.</summary>
    private static int[] Noise(int seed)
    {
        var random = new PhiloxRandom((ulong)seed, stream: 3);
        int[] pixels = new int[Side * Side];
        for (int i = 0; i < pixels.Length; i++)
        {
            int x = i % Side, y = i / Side;
            if (x is >= 2 and < Side - 2 && y is >= 2 and < Side - 2 && random.NextInt32(5) > 0) pixels[i] = 1 + random.NextInt32(4);
        }

        return pixels;
    }

    private static Sprite Of(int[] pixels) => new(Side, Side, pixels);

    private static int[] Mirror(int[] pixels) => [.. pixels.Chunk(Side).SelectMany(row => row.Reverse())];

    private static int[] Recolor(int[] pixels) => [.. pixels.Select(p => p == 0 ? 0 : 9 - p)];

    private static int[] Shift(int[] pixels, int dx, int dy) => [.. Enumerable.Range(0, pixels.Length).Select(i =>
    {
        (int x, int y) = ((i % Side) - dx, (i / Side) - dy);
        return x is >= 0 and < Side && y is >= 0 and < Side ? pixels[(y * Side) + x] : 0;
    })];

    /// <summary>Changes the colour of a few foreground pixels.</summary>
    private static int[] Touch(int[] pixels, int count, int seed = 0)
    {
        int[] touched = [.. pixels];
        int[] foreground = [.. Enumerable.Range(0, pixels.Length).Where(i => pixels[i] != 0)];
        new PhiloxRandom((ulong)seed, stream: 5).Shuffle<int>(foreground);
        foreach (int i in foreground.Take(count)) touched[i] = 1 + (touched[i] % 4);
        return touched;
    }
}
