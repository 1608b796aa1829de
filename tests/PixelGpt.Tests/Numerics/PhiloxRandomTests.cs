using FsCheck;
using FsCheck.Fluent;
using PixelGpt.Numerics;

namespace PixelGpt.Tests.Numerics;

public class PhiloxRandomTests
{
    /// <summary>The known answers of Random123 1.14.0 (kat_vectors, philox4x32 10), counter and key least significant word first.</summary>
    [Theory]
    [InlineData(0, 0, 0, 0, 0, 0, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8)]
    [InlineData(0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd)]
    [InlineData(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0, 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1)]
    public void Blocks_are_the_published_ones(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1, uint r0, uint r1, uint r2, uint r3) =>
        Assert.Equal(
            ((UInt128)Join(r2, r3) << 64) | Join(r0, r1),
            PhiloxRandom.Philox(Join(c0, c1), Join(c2, c3), Join(k0, k1)));

    [Fact]
    public void A_stream_is_its_blocks_in_order_word_by_word()
    {
        var random = new PhiloxRandom(seed: 7, stream: 9);
        for (ulong block = 0; block < 5; block++)
        {
            UInt128 bits = PhiloxRandom.Philox(block, 9, 7);
            for (int word = 0; word < 4; word++) Assert.Equal((uint)(bits >> (32 * word)), random.NextUInt32());
        }

        var wide = new PhiloxRandom(0);
        Assert.Equal(0xe169c58d6627e8d5, wide.NextUInt64());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(167)]
    [InlineData(1000)]
    public void Whole_numbers_are_equally_likely(int range)
    {
        const int Draws = 200_000;
        var random = new PhiloxRandom(1, (ulong)range);
        int[] counts = new int[range];
        for (int i = 0; i < Draws; i++) counts[random.NextInt32(range)]++;
        AssertUniform(counts, Draws);
    }

    /// <summary>Of 2³² words, 3·2²⁹ numbers get 8/3 each: without rejection every third would come a third less often.</summary>
    [Fact]
    public void Large_ranges_are_as_unbiased_as_small_ones()
    {
        const int Draws = 100_000, Range = 3 << 29;
        var random = new PhiloxRandom(2);
        int[] counts = new int[3];
        for (int i = 0; i < Draws; i++) counts[random.NextInt32(Range) % 3]++;
        AssertUniform(counts, Draws);

        for (int i = 0; i < 100; i++) Assert.InRange(random.NextInt32(-3, 5), -3, 4);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PhiloxRandom(1).NextInt32(0));
    }

    [Fact]
    public void Normal_numbers_have_the_moments_of_a_standard_normal()
    {
        const int Draws = 200_000;
        var random = new PhiloxRandom(3);
        double[] moments = new double[5];
        for (int i = 0; i < Draws; i++)
        {
            double value = random.NextNormal();
            for (int power = 1; power <= 4; power++) moments[power] += Math.Pow(value, power) / Draws;
        }

        // Five standard errors: √1, √2, √15 and √96 over √draws.
        Assert.Equal(0, moments[1], 5 * Math.Sqrt(1.0 / Draws));
        Assert.Equal(1, moments[2], 5 * Math.Sqrt(2.0 / Draws));
        Assert.Equal(0, moments[3], 5 * Math.Sqrt(15.0 / Draws));
        Assert.Equal(3, moments[4], 5 * Math.Sqrt(96.0 / Draws));
    }

    [Fact]
    public void A_shuffle_keeps_every_item_and_follows_from_the_seed() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), ArbMap.Default.ArbFor<ulong>(), (items, seed) =>
        {
            int[] once = [.. items], again = [.. items];
            new PhiloxRandom(seed).Shuffle<int>(once);
            new PhiloxRandom(seed).Shuffle<int>(again);
            return once.Order().SequenceEqual(items.Order()) && once.SequenceEqual(again);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_order_of_four_items_is_equally_likely()
    {
        const int Draws = 48_000;
        var random = new PhiloxRandom(4);
        var counts = new Dictionary<string, int>();
        for (int i = 0; i < Draws; i++)
        {
            char[] items = ['a', 'b', 'c', 'd'];
            random.Shuffle<char>(items);
            string order = new(items);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(24, counts.Count);
        AssertUniform([.. counts.Values], Draws);
    }

    /// <summary>Bits of neighbouring seeds and streams agree as often as those of a fair coin.</summary>
    [Theory]
    [InlineData(0, 0, 0, 1)]
    [InlineData(0, 0, 1, 0)]
    [InlineData(5, 1, 1, 5)]
    [InlineData(0, 0, 0, 1UL << 32)]
    [InlineData(0, 0, 1UL << 63, 0)]
    public void Streams_of_neighbouring_seeds_and_numbers_are_independent(ulong seedA, ulong streamA, ulong seedB, ulong streamB)
    {
        const int Words = 20_000;
        PhiloxRandom a = new(seedA, streamA), b = new(seedB, streamB);
        int[] agreements = new int[32];
        for (int i = 0; i < Words; i++)
        {
            uint same = ~(a.NextUInt32() ^ b.NextUInt32());
            for (int bit = 0; bit < 32; bit++) agreements[bit] += (int)((same >> bit) & 1);
        }

        foreach (int count in agreements) Assert.Equal(Words / 2.0, count, 5 * Math.Sqrt(Words) / 2);
    }

    private static ulong Join(uint low, uint high) => low | ((ulong)high << 32);

    /// <summary>Pearson's χ², which for k − 1 degrees of freedom has mean k − 1 and deviation √(2(k − 1)).</summary>
    private static void AssertUniform(int[] counts, int draws)
    {
        double expected = (double)draws / counts.Length, freedom = counts.Length - 1;
        double statistic = counts.Sum(c => (c - expected) * (c - expected) / expected);
        Assert.True(statistic < freedom + (5 * Math.Sqrt(2 * freedom)) + 10, $"χ² {statistic:0.0} with {freedom} degrees of freedom");
    }
}
