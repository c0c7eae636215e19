using Xunit;

namespace GdoiSim.Metrics.Tests;

public sealed class NearestRankTests
{
    // The textbook example of nearest rank: 15, 20, 35, 40, 50.
    [Theory]
    [InlineData(50, 15)]
    [InlineData(300, 20)]
    [InlineData(400, 20)]
    [InlineData(401, 35)]
    [InlineData(500, 35)]
    [InlineData(1000, 50)]
    [InlineData(0, 15)]
    public void Quantile_is_a_measured_value(int permille, long expected) =>
        Assert.Equal(new Seconds(expected), NearestRank.Quantile([15, 20, 35, 40, 50], 5, permille));

    [Theory]
    [InlineData(500, 20L)]
    [InlineData(750, 35L)]
    [InlineData(751, null)]
    [InlineData(1000, null)]
    public void Values_that_never_come_stand_last(int permille, long? expected) =>
        Assert.Equal(expected, NearestRank.Quantile([15, 20, 35], 4, permille)?.Nanoseconds);

    [Fact]
    public void An_empty_population_has_no_quantile() => Assert.Null(NearestRank.Quantile([], 0, 500));

    [Fact]
    public void More_values_than_population_is_an_error() =>
        Assert.Throws<ArgumentException>(() => NearestRank.Quantile([1, 2], 1, 500));

    [Fact]
    public void Ranks_of_large_populations_do_not_overflow() =>
        Assert.Equal(long.MaxValue, NearestRank.Rank(long.MaxValue, 1000));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Pooled_quantile_equals_that_of_the_joined_sample(int seed)
    {
        var random = new Random(seed);
        var samples = new List<DurationSample>();
        var all = new List<long>();
        foreach (var size in new[] { 0, 1, 70, 300 })
        {
            var sample = new DurationSample();
            for (var i = 0; i < size; i++)
            {
                var value = random.NextInt64(-50, 1000); // coarse, so that ties occur
                sample.Add(value);
                all.Add(value);
            }

            samples.Add(sample);
        }

        all.Sort();
        var population = all.Count + 40;
        for (var permille = 0; permille <= 1000; permille++)
        {
            // Spelled out from the definition: the smallest rank whose share is at least the quantile.
            var rank = Enumerable.Range(1, population).First(r => r * 1000L >= (long)permille * population);
            long? expected = rank <= all.Count ? all[rank - 1] : null;
            Assert.Equal(expected, DurationSample.Quantile(samples, population, permille)?.Nanoseconds);
        }
    }
}
