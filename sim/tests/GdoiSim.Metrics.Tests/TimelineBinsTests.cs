using Xunit;

namespace GdoiSim.Metrics.Tests;

public sealed class TimelineBinsTests
{
    [Fact]
    public void Instants_fall_into_their_bin()
    {
        var bins = new TimelineBins();
        bins.At(0).AckArrived++;
        bins.At(99_999).AckArrived++;
        bins.At(100_000).AckArrived++;
        var rows = bins.Rows(20_000).ToList();
        Assert.Equal([2, 1], rows.Select(row => row.AckArrived));
        Assert.Equal([0, 100_000], rows.Select(row => row.Time.Nanoseconds));
        Assert.Equal(2, rows[0].ServiceCapacity);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void However_many_instants_the_bins_are_bounded_and_nothing_is_lost(int seed)
    {
        var random = new Random(seed);
        var instants = Enumerable.Range(0, 5_000).Select(_ => random.NextInt64(0, 20_000_000_000)).ToArray();
        var bins = Count(instants);
        var rows = bins.Rows(null).ToList();

        Assert.InRange(rows.Count, 1, 100);
        Assert.Equal(instants.Length, rows.Sum(row => row.AckArrived));
        Assert.True(rows.Zip(rows.Skip(1)).All(pair => pair.First.Time < pair.Second.Time));
        foreach (var row in rows)
        {
            var (from, width) = (row.Time.Nanoseconds, row.Width.Nanoseconds);
            var inside = instants.Where(at => at >= from && at < from + width);
            Assert.Equal(inside.Count(), row.AckArrived);
            Assert.Equal(inside.Max(at => at % 1000), row.QueueMaxDepth);
        }

        random.Shuffle(instants);
        Assert.Equal(rows, Count(instants).Rows(null));
    }

    private static TimelineBins Count(long[] instants)
    {
        var bins = new TimelineBins(mostBins: 100);
        foreach (var at in instants)
        {
            var counts = bins.At(at);
            counts.AckArrived++;
            counts.QueueMaxDepth = Math.Max(counts.QueueMaxDepth, at % 1000);
        }

        return bins;
    }
}
