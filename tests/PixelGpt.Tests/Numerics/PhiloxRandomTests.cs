using FsCheck;
using FsCheck.Fluent;
using PixelGpt.Numerics;

namespace PixelGpt.Tests.Numerics;

public class PhiloxRandomTests
{
    /// <summary>The known answers of Random123 1.14.0 (kat_vectors, philox4x32 10), with the least significant word of counter and key first.</summary>
    [Theory]
    [InlineData("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8")]
    [InlineData("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd")]
    [InlineData("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1")]
    public void Blocks_equal_the_published_test_vectors(string counter, string key, string expected)
    {
        ulong[] c = Words(counter), k = Words(key), e = Words(expected);
        Assert.Equal(new UInt128(e[1], e[0]), PhiloxRandom.Philox(c[0], c[1], k[0]));
    }

    [Fact]
    public void A_stream_is_the_words_of_its_blocks_in_order()
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
    public void Integers_are_uniformly_distributed(int range)
    {
        const int Draws = 200_000;
        var random = new PhiloxRandom(1, (ulong)range);
        int[] counts = new int[range];
        for (int i = 0; i < Draws; i++) counts[random.NextInt32(range)]++;
        AssertUniform(counts, Draws);
    }

    /// <summary>2³² random words do not divide evenly among 3·2²⁹ numbers: without rejection, every third number would be a third less likely.</summary>
    [Fact]
    public void Integers_in_large_ranges_are_uniformly_distributed()
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
    public void Integers_of_a_range_reach_both_ends()
    {
        var random = new PhiloxRandom(5);
        int[] found = [.. Enumerable.Range(0, 200).Select(_ => random.NextInt32(-3, 5)).Distinct().Order()];
        Assert.Equal(Enumerable.Range(-3, 8), found);
        Assert.Equal(7, random.NextInt32(7, 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PhiloxRandom(1).NextInt32(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PhiloxRandom(1).NextInt32(5, 5));
    }

    [Fact]
    public void Doubles_are_53_bits_of_the_stream_and_can_be_computed_from_any_block()
    {
        PhiloxRandom doubles = new(7, 9), bits = new(7, 9);
        for (ulong block = 0; block < 5; block++)
        {
            double first = doubles.NextDouble();
            Assert.Equal(Math.ScaleB(bits.NextUInt64() >> 11, -53), first);
            Assert.Equal(first, PhiloxRandom.UnitAt(block, 9, 7));
            Assert.Equal(Math.ScaleB(bits.NextUInt64() >> 11, -53), doubles.NextDouble());
        }
    }

    [Fact]
    public void Normal_numbers_are_those_of_Box_and_Muller()
    {
        PhiloxRandom normals = new(8), units = new(8);
        for (int i = 0; i < 100; i++)
        {
            double radius = Math.Sqrt(-2 * Math.Log(1 - units.NextDouble()));
            Assert.Equal(radius * Math.Cos(2 * Math.PI * units.NextDouble()), normals.NextNormal(), 1e-14);
        }
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
    public void A_shuffle_is_a_permutation_determined_by_the_seed() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), ArbMap.Default.ArbFor<ulong>(), (items, seed) =>
        {
            int[] once = [.. items], again = [.. items];
            new PhiloxRandom(seed).Shuffle<int>(once);
            new PhiloxRandom(seed).Shuffle<int>(again);
            return once.Order().SequenceEqual(items.Order()) && once.SequenceEqual(again);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_shuffle_takes_one_number_for_each_item_but_the_first()
    {
        PhiloxRandom shuffled = new(6), drawn = new(6);
        shuffled.Shuffle<int>(new int[10]);
        for (int range = 10; range > 1; range--) drawn.NextInt32(range);
        Assert.Equal(drawn.NextUInt32(), shuffled.NextUInt32());
    }

    [Fact]
    public void Shuffles_of_four_items_are_uniformly_distributed()
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

    /// <summary>Bits of neighbouring seeds and streams are equal with probability ½.</summary>
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

    /// <summary>Parses pairs of 32-bit words, least significant word first.</summary>
    private static ulong[] Words(string text) =>
        [.. text.Split(' ').Select(word => Convert.ToUInt32(word, 16)).Chunk(2).Select(pair => pair[0] | ((ulong)pair[1] << 32))];

    /// <summary>Checks Pearson's χ², which for k − 1 degrees of freedom has mean k − 1 and standard deviation √(2(k − 1)).</summary>
    private static void AssertUniform(int[] counts, int draws)
    {
        double expected = (double)draws / counts.Length, freedom = counts.Length - 1;
        double statistic = counts.Sum(c => (c - expected) * (c - expected) / expected);
        Assert.True(statistic < freedom + (5 * Math.Sqrt(2 * freedom)) + 10, $"χ² {statistic:0.0} with {freedom} degrees of freedom");
    }
}
