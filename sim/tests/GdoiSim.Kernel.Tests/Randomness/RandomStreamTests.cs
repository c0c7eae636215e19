using GdoiSim.Kernel.Randomness;
using Xunit;

namespace GdoiSim.Kernel.Tests.Randomness;

public sealed class RandomStreamTests
{
    private static RandomStream Stream(ulong seed = 0x0123456789ABCDEF, uint purpose = 7) =>
        new RandomStreams(seed).For(purpose);

    /// <summary>The documented place of a draw: key = seed, counter = (index, entity without bit 3, purpose).</summary>
    [Theory]
    [InlineData(0u, 0ul)]
    [InlineData(8u, 0ul)]
    [InlineData(0xFFFFFFFFu, 0x123456789ABCDEF0ul)]
    [InlineData(0xFFFFFFF7u, ulong.MaxValue)]
    public void Bits_are_half_of_a_Philox_block(uint entity, ulong index)
    {
        uint[] x = [(uint)index, (uint)(index >> 32), entity & 0xFFFFFFF7, 7];
        Philox.Block(0x89ABCDEF, 0x01234567, ref x[0], ref x[1], ref x[2], ref x[3]);
        int half = (entity & 8) == 0 ? 0 : 2;
        Assert.Equal(x[half] + ((ulong)x[half + 1] << 32), Stream().Bits(entity, index));
    }

    [Fact]
    public void Uniform_is_the_middle_of_one_of_2_to_the_52_cells()
    {
        for (uint entity = 0; entity < 1000; entity++)
        {
            // In whole numbers of 2^-53, which are exact: 2k + 1.
            double scaled = Stream().Uniform(entity, 3) * (1L << 53);
            Assert.Equal((2 * (long)(Stream().Bits(entity, 3) >> 12)) + 1, (long)scaled);
            Assert.Equal(scaled, Math.Floor(scaled));
        }
    }

    [Fact]
    public void Draws_for_consecutive_entities_are_those_of_each_alone()
    {
        uint[] starts = [0, 1, 7, 8, 15, 16, 1_000_003, uint.MaxValue - 99];
        int[] lengths = [0, 1, 8, 15, 16, 17, 31, 33, 100];
        foreach (uint start in starts)
        {
            foreach (int length in lengths)
            {
                double[] draws = new double[length];
                Stream().FillUniform(start, 5, draws);
                AssertDraws(i => start + (uint)i, 5, draws);
            }
        }
    }

    [Fact]
    public void Both_lane_widths_give_the_scalar_draws()
    {
        foreach (ulong index in new ulong[] { 0, 1, uint.MaxValue, 0xFEDCBA9876543210 })
        {
            double[] wide = new double[64];
            double[] narrow = new double[64];
            Stream().Fill8And8(0xFFFFFF00, index, wide);
            Stream().Fill4And4(0xFFFFFF00, index, narrow);
            AssertDraws(i => 0xFFFFFF00 + (uint)i, index, wide);
            AssertDraws(i => 0xFFFFFF00 + (uint)i, index, narrow);
        }
    }

    [Fact]
    public void Draws_for_any_entities_are_those_of_each_alone()
    {
        int[] entities = [.. Enumerable.Range(0, 101).Select(i => unchecked(i * 0x2545F491)), -1, int.MinValue, 8, 0];
        double[] draws = new double[entities.Length];
        Stream().FillUniform(entities, 9, draws);
        AssertDraws(i => (uint)entities[i], 9, draws);
        double[] wide = new double[entities.Length];
        double[] narrow = new double[entities.Length];
        Assert.Equal(104, Stream().Gather8(entities, 9, wide));
        Assert.Equal(104, Stream().Gather4(entities, 9, narrow));
        Assert.Equal(draws.Take(104), wide.Take(104));
        Assert.Equal(draws.Take(104), narrow.Take(104));
    }

    /// <summary>Whole groups in a list are drawn together: wherever they begin and break off, and past 2^31.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 50)]
    [InlineData(16, 33)]
    [InlineData(int.MaxValue - 40, 64)]
    [InlineData(-40, 64)]
    public void Draws_for_a_list_with_runs_are_those_of_each_alone(int first, int missing)
    {
        IEnumerable<int> run = Enumerable.Range(0, 100).Where(i => i != missing).Select(i => unchecked(first + i));
        int[] entities = [7, .. run, .. Enumerable.Range(0, 40).Reverse(), .. Enumerable.Range(160, 16), 5];
        double[] draws = new double[entities.Length];
        Stream().FillUniform(entities, 9, draws);
        AssertDraws(i => (uint)entities[i], 9, draws);
    }

    [Fact]
    public void Octets_are_the_words_in_little_endian_order()
    {
        byte[] octets = new byte[21];
        Stream().FillBytes(4, 3, octets);
        for (int i = 0; i < octets.Length; i++)
        {
            Assert.Equal((byte)(Stream().Bits(4, (3UL << 16) + (ulong)(i / 8)) >> (8 * (i % 8))), octets[i]);
        }
    }

    [Theory]
    [InlineData("entity", 1)]
    [InlineData("entity", 8)]
    [InlineData("entity", 16)]
    [InlineData("index", 1)]
    [InlineData("purpose", 1)]
    [InlineData("seed", 1)]
    public void Neighbouring_draws_are_uniform_and_uncorrelated(string neighbour, uint distance)
    {
        const int draws = 200_000;
        int[,] cells = new int[10, 10];
        double sumOfProducts = 0;
        for (uint i = 0; i < draws; i++)
        {
            // Entities far apart, so that only the named neighbour is near.
            uint entity = i * 64;
            double u = Stream().Uniform(entity, 20);
            double v = neighbour switch
            {
                "entity" => Stream().Uniform(entity + distance, 20),
                "index" => Stream().Uniform(entity, 20 + distance),
                "purpose" => Stream(purpose: 7 + distance).Uniform(entity, 20),
                _ => Stream(seed: 0x0123456789ABCDEFUL + distance).Uniform(entity, 20),
            };
            cells[(int)(10 * u), (int)(10 * v)]++;
            sumOfProducts += (u - 0.5) * (v - 0.5);
        }

        double expected = draws / 100.0;
        double chiSquare = cells.Cast<int>().Sum(count => (count - expected) * (count - expected) / expected);
        // 99 degrees of freedom; 149 is the 0.1 % point. A correlation has standard deviation 1/√n.
        Assert.True(chiSquare < 149, $"chi square {chiSquare}");
        Assert.InRange(12 * sumOfProducts / draws, -4 / Math.Sqrt(draws), 4 / Math.Sqrt(draws));
    }

    [Fact]
    public void Spans_and_entities_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Stream().FillUniform(uint.MaxValue, 0, new double[2]));
        Assert.Throws<ArgumentException>(() => Stream().FillUniform([1, 2], 0, new double[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Stream().FillBytes(0, 1UL << 48, new byte[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Stream().FillBytes(0, 0, new byte[(512 * 1024) + 1]));
    }

    private static void AssertDraws(Func<int, uint> entity, ulong index, double[] draws)
    {
        for (int i = 0; i < draws.Length; i++)
        {
            Assert.Equal(Stream().Uniform(entity(i), index), draws[i]);
        }
    }
}
